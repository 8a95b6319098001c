{{/*
The other Helm release that owns the CRD in the cluster, as namespace/name; empty if none does, or if there is no cluster to look at.
*/}}
{{- define "konnect-auth.crdOwner" -}}
{{- if .Values.crds.install -}}
{{- $live := lookup "apiextensions.k8s.io/v1" "CustomResourceDefinition" "" "konnectapiauthconfigurations.konnect.konghq.com" -}}
{{- $annotations := dig "metadata" "annotations" dict $live | default dict -}}
{{- $name := index $annotations "meta.helm.sh/release-name" | default "" -}}
{{- $namespace := index $annotations "meta.helm.sh/release-namespace" | default "" -}}
{{- if or (and $name (ne $name .Release.Name)) (and $namespace (ne $namespace .Release.Namespace)) -}}
{{- $namespace | default "?" }}/{{ $name | default "?" -}}
{{- end -}}
{{- end -}}
{{- end -}}
