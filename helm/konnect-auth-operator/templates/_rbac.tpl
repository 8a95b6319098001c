{{/* What the operator may do, everywhere or in each watched namespace. */}}
{{- define "konnect-auth.rules" -}}
- apiGroups: [konnect.konghq.com]
  resources: [konnectapiauthconfigurations]
  verbs: [list, watch]
# A status is replaced as a whole, never patched.
- apiGroups: [konnect.konghq.com]
  resources: [konnectapiauthconfigurations/status]
  verbs: [update]
# Labelled Secrets are listed and watched, which RBAC cannot express. A referenced one is read by name, to tell one without the label
# from one that does not exist.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- end -}}

{{- define "konnect-auth.subjects" -}}
subjects:
  - kind: ServiceAccount
    name: {{ include "konnect-auth.serviceAccountName" . | quote }}
    namespace: {{ .Release.Namespace | quote }}
{{- end -}}
