{{/*
Whether Jobs take back the finalizers. Whoever grants the rights himself can grant them to an account that he knows, and not to one that is
created for the Job.
*/}}
{{- define "konnect-auth.handsBack" -}}
{{- if and .Values.handBack.enabled (or .Values.rbac.create (not .Values.serviceAccount.create)) -}}true{{- end -}}
{{- end -}}

{{/* The finalizers that are switched off, as hand-back calls them. */}}
{{- define "konnect-auth.switchedOff" -}}
{{- $off := list -}}
{{- if not .Values.secretFinalizer -}}{{- $off = append $off "secret-finalizers" -}}{{- end -}}
{{- if not .Values.inUseFinalizer -}}{{- $off = append $off "in-use-finalizers" -}}{{- end -}}
{{- join "," $off -}}
{{- end -}}

{{/* Name of a Job and of what is its own; pods carry it as a label, of 63 characters at most. Takes a dict of root and when. */}}
{{- define "konnect-auth.handBackName" -}}
{{- $name := include "konnect-auth.fullname" .root -}}
{{- if gt (len $name) 53 -}}
{{- $name = printf "%s-%s" (trunc 44 $name | trimSuffix "-") (sha256sum $name | trunc 8) -}}
{{- end -}}
{{- printf "%s-%s" $name .when -}}
{{- end -}}

{{/* The account of a Job. Takes a dict of root and when. */}}
{{- define "konnect-auth.handBackAccount" -}}
{{- if .root.Values.serviceAccount.create -}}
{{- include "konnect-auth.handBackName" . -}}
{{- else -}}
{{- include "konnect-auth.serviceAccountName" .root -}}
{{- end -}}
{{- end -}}

{{/* What a Job may do. The resources are listed whatever is taken back. Takes parts. */}}
{{- define "konnect-auth.handBackRules" -}}
- apiGroups: [konnect.konghq.com]
  resources: [konnectapiauthconfigurations]
  verbs: [list{{ if contains "in-use-finalizers" .parts }}, patch{{ end }}]
{{- if contains "secret-finalizers" .parts }}
- apiGroups: [""]
  resources: [secrets]
  verbs: [list, patch]
{{- end }}
{{- end -}}

{{/* Accounts that may change nothing of a Secret but our finalizer, as CEL texts. */}}
{{- define "konnect-auth.guardedAccounts" -}}
{{- $upgrade := include "konnect-auth.handBackAccount" (dict "root" . "when" "upgrade") -}}
{{- $guarded := list -}}
{{- range list (include "konnect-auth.serviceAccountName" .) $upgrade | uniq -}}
{{- $guarded = append $guarded (printf "'system:serviceaccount:%s:%s'" $.Release.Namespace .) -}}
{{- end -}}
{{- join ", " $guarded -}}
{{- end -}}
