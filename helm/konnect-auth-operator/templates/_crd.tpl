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

{{/*
Helm deletes what an upgrade leaves out, the CRD too, unless it is annotated to be kept. Whether this release brought it stands at its own
Deployment: only then may the CRD be looked up, since an installer for some namespaces may not see it.
*/}}
{{- define "konnect-auth.checkCrd" -}}
{{- $own := lookup "apps/v1" "Deployment" .Release.Namespace (include "konnect-auth.fullname" .) -}}
{{- if and (eq (dig "metadata" "annotations" "konnectauth.github.io/crd" "" $own) "installed") (ne (include "konnect-auth.crd" .) "installed") -}}
{{- $live := lookup "apiextensions.k8s.io/v1" "CustomResourceDefinition" "" "konnectapiauthconfigurations.konnect.konghq.com" -}}
{{- if and $live (ne (dig "metadata" "annotations" "helm.sh/resource-policy" "" $live) "keep") -}}
{{- fail "This upgrade leaves out the CRD that the release brought, so that Helm would delete it with all resources. Upgrade once with crds.keep=true first, or annotate the CRD with helm.sh/resource-policy=keep." -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* installed if the CRD is part of this release, else left-out. */}}
{{- define "konnect-auth.crd" -}}
{{- ternary "installed" "left-out" (and .Values.crds.install (not (include "konnect-auth.crdOwner" .))) -}}
{{- end -}}
