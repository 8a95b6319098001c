{{/*
Two releases that look at the same resources would both write their statuses. Only a release that looks everywhere may be expected to
be allowed to see all others.
*/}}
{{- define "konnect-auth.checkScope" -}}
{{- if not .Values.watchNamespaces -}}
{{- range (lookup "apps/v1" "Deployment" "" "").items -}}
{{- $labels := .metadata.labels | default dict -}}
{{- $annotations := .metadata.annotations | default dict -}}
{{- $release := index $labels "app.kubernetes.io/instance" | default .metadata.name -}}
{{- $isOurs := and (eq $release $.Release.Name) (eq .metadata.namespace $.Release.Namespace) -}}
{{- if and (eq (index $labels "app.kubernetes.io/name" | default "") "konnect-auth-operator") (not $isOurs) -}}
{{- if eq (index $annotations "konnectauth.github.io/lease" | default "") (include "konnect-auth.lease" $ | default "-") -}}
{{- fail (printf "The release %s in the namespace %s leads by the lease %s, and this one would too, so that one of them would never work. Give them leaderElection.leaseName of their own." $release .metadata.namespace (include "konnect-auth.lease" $)) -}}
{{- end -}}
{{- $selector := index $annotations "konnectauth.github.io/label-selector" | default "" -}}
{{- if or (not $selector) (not $.Values.labelSelector) (eq $selector $.Values.labelSelector) -}}
{{- $namespaces := index $annotations "konnectauth.github.io/watch-namespaces" | default "all namespaces" -}}
{{- $which := ternary (printf "resources with the labels %s" $selector) "all resources" (ne $selector "") -}}
{{- fail (printf "The release %s in the namespace %s looks at %s in %s, and this one would too. Give both a labelSelector of their own, or both watchNamespaces of their own; otherwise uninstall one." $release .metadata.namespace $which ($namespaces | replace "," ", ")) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
Whoever installs for some namespaces may see nothing beyond them. So the Roles there are compared: each says whose it is, and which
resources it is for.
*/}}
{{- define "konnect-auth.checkSharedNamespaces" -}}
{{- if .Values.rbac.create -}}
{{- range $namespace := .Values.watchNamespaces -}}
{{- range (lookup "rbac.authorization.k8s.io/v1" "Role" $namespace "").items -}}
{{- $annotations := .metadata.annotations | default dict -}}
{{- $release := index $annotations "konnectauth.github.io/release" | default "" -}}
{{- if and $release (ne $release (include "konnect-auth.release" $)) -}}
{{- $selector := index $annotations "konnectauth.github.io/label-selector" | default "" -}}
{{- if or (not $selector) (not $.Values.labelSelector) (eq $selector $.Values.labelSelector) -}}
{{- $which := ternary (printf "resources with the labels %s" $selector) "all resources" (ne $selector "") -}}
{{- fail (printf "The release %s looks at %s in the namespace %s, and this one would too. Give both a labelSelector of their own, or watch other namespaces; otherwise uninstall one." $release $which $namespace) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
