{{/* What the operator may do, everywhere or in each watched namespace. */}}
{{- define "konnect-auth.rules" -}}
- apiGroups: [konnect.konghq.com]
  resources: [konnectapiauthconfigurations]
  {{- if .Values.inUseFinalizer }}
  # To patch means here: to add and remove the operator's own finalizer.
  verbs: [list, watch, patch]
  {{- else }}
  verbs: [list, watch]
  {{- end }}
# A status is replaced as a whole, never patched.
- apiGroups: [konnect.konghq.com]
  resources: [konnectapiauthconfigurations/status]
  verbs: [update]
# Labelled Secrets are listed and watched, which RBAC cannot express. A referenced one is read by name, to tell one without the label
# from one that does not exist.
- apiGroups: [""]
  resources: [secrets]
  {{- if .Values.secretFinalizer }}
  # To patch means here: to add and remove the operator's own finalizer. secretGuard.enabled holds the account to that.
  verbs: [get, list, watch, patch]
  {{- else }}
  verbs: [get, list, watch]
  {{- end }}
# What permits a reference to a Secret in another namespace.
- apiGroups: [configuration.konghq.com]
  resources: [kongreferencegrants]
  verbs: [list, watch]
{{- if .Values.inUseFinalizer }}
# What may name a resource. These kinds need not be installed.
- apiGroups: [konnect.konghq.com]
  resources:
    - konnectgatewaycontrolplanes
    - konnectcloudgatewaynetworks
    - konnecteventgateways
    - konnectaigateways
    - portals
    - konnectextensions
  verbs: [list, watch]
{{- end }}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- end -}}

{{/* Rights on the lease. */}}
{{- define "konnect-auth.leaseRules" -}}
# Whoever creates an object names it only in the body, which RBAC does not see.
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [{{ include "konnect-auth.leaseName" . | quote }}]
  verbs: [get, patch]
{{- end -}}

{{- define "konnect-auth.subjects" -}}
{{- include "konnect-auth.subject" (dict "root" . "account" (include "konnect-auth.serviceAccountName" .)) -}}
{{- end -}}

{{/* Takes a dict of root and account. */}}
{{- define "konnect-auth.subject" -}}
subjects:
  - kind: ServiceAccount
    name: {{ .account | quote }}
    namespace: {{ .root.Release.Namespace | quote }}
{{- end -}}
