{{/* The release's name, with the chart's in it. A Service's name may not begin with a digit. */}}
{{- define "konnect-auth.fullname" -}}
{{- $name := .Release.Name -}}
{{- if not (contains "konnect-auth-operator" $name) -}}
{{- $name = printf "%s-konnect-auth-operator" $name -}}
{{- end -}}
{{- if regexMatch "^[0-9]" $name -}}
{{- $name = printf "release-%s" $name -}}
{{- end -}}
{{- $name | replace "." "-" | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Name of objects outside of namespaces: releases of one name may live in several. */}}
{{- define "konnect-auth.clusterName" -}}
{{- printf "%s.%s" (include "konnect-auth.fullname" .) .Release.Namespace -}}
{{- end -}}

{{/* The release as namespace/name. */}}
{{- define "konnect-auth.release" -}}
{{- printf "%s/%s" .Release.Namespace .Release.Name -}}
{{- end -}}

{{- define "konnect-auth.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (include "konnect-auth.fullname" .) -}}
{{- end -}}

{{/* Name of what lies in this namespace: releases of one name may meet where it is not the release's own. Takes a dict of root and namespace. */}}
{{- define "konnect-auth.nameIn" -}}
{{- $isOwn := or (not .namespace) (eq .namespace .root.Release.Namespace) -}}
{{- include (ternary "konnect-auth.fullname" "konnect-auth.clusterName" $isOwn) .root -}}
{{- end -}}

{{- define "konnect-auth.leaseName" -}}
{{- .Values.leaderElection.leaseName | default (include "konnect-auth.nameIn" (dict "root" . "namespace" .Values.leaderElection.leaseNamespace)) -}}
{{- end -}}

{{- define "konnect-auth.leaseNamespace" -}}
{{- .Values.leaderElection.leaseNamespace | default .Release.Namespace -}}
{{- end -}}

{{/* The lease as namespace/name; empty without leader election. */}}
{{- define "konnect-auth.lease" -}}
{{- if .Values.leaderElection.enabled -}}
{{- include "konnect-auth.leaseNamespace" . }}/{{ include "konnect-auth.leaseName" . -}}
{{- end -}}
{{- end -}}

{{- define "konnect-auth.image" -}}
{{- with .Values.image.registry }}{{ . }}/{{ end -}}
{{- .Values.image.repository -}}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end -}}
{{- end -}}

{{/* The labels that pods are found by. A Deployment cannot change them: nothing that may change belongs here. */}}
{{- define "konnect-auth.selectorLabels" -}}
app.kubernetes.io/name: konnect-auth-operator
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "konnect-auth.ownLabels" -}}
{{ include "konnect-auth.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | quote }}
{{- end -}}

{{/* Labels of an object: ours, then its own (.own), then those of all. Takes a dict of root and own. */}}
{{- define "konnect-auth.labels" -}}
{{- $ours := include "konnect-auth.ownLabels" .root | fromYaml -}}
{{- merge dict $ours (.own | default dict) .root.Values.commonLabels | toYaml -}}
{{- end -}}

{{/* Annotations of an object, with their key, if it has any. Takes a dict of root and own. */}}
{{- define "konnect-auth.annotations" -}}
{{- with merge dict (.own | default dict) .root.Values.commonAnnotations -}}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}

{{/*
Name, namespace, labels and annotations of an object. Takes a dict of root and, where they are not the release's own, name, namespace,
labels and annotations; clusterWide for an object outside of namespaces.
*/}}
{{- define "konnect-auth.metadata" -}}
name: {{ .name | default (include "konnect-auth.fullname" .root) | quote }}
{{- if not .clusterWide }}
namespace: {{ .namespace | default .root.Release.Namespace | quote }}
{{- end }}
labels:
  {{- include "konnect-auth.labels" (dict "root" .root "own" .labels) | nindent 2 }}
{{- with include "konnect-auth.annotations" (dict "root" .root "own" .annotations) }}
{{ . }}
{{- end }}
{{- end -}}
