{{- define "konnect-auth.checkReplicas" -}}
{{- if and (ge (int .Values.replicas) 2) (not .Values.leaderElection.enabled) -}}
{{- fail (printf "replicas is %d and leaderElection.enabled is false: all pods would ask Konnect. Set leaderElection.enabled to true, or replicas to 1." (int .Values.replicas)) -}}
{{- end -}}
{{- end -}}

{{/* Every pod of a namespace that names no account runs with "default": none of them is to read Secrets by this release's roles. */}}
{{- define "konnect-auth.checkAccount" -}}
{{- if not (or .Values.serviceAccount.create .Values.serviceAccount.name) -}}
{{- fail "serviceAccount.create is false and serviceAccount.name is empty: the account default would get the operator's rights, and with it every pod of the namespace that names no account. Name an account in serviceAccount.name." -}}
{{- end -}}
{{- end -}}

{{- define "konnect-auth.checkDurations" -}}
{{- if lt (include "konnect-auth.milliseconds" .Values.revalidationInterval | int64) (int64 1000) -}}
{{- fail (printf "revalidationInterval is %s: it has to be at least 1s." .Values.revalidationInterval) -}}
{{- end -}}
{{- if eq (include "konnect-auth.milliseconds" .Values.requestTimeout | int64) (int64 0) -}}
{{- fail (printf "requestTimeout is %s: it has to be more than 0s." .Values.requestTimeout) -}}
{{- end -}}
{{- end -}}

{{/* The address is not repeated: it may hold a password. */}}
{{- define "konnect-auth.checkProxy" -}}
{{- with .Values.proxy -}}
{{- if and .existingSecret (or .httpsProxy .noProxy) -}}
{{- fail "proxy.existingSecret is set together with proxy.httpsProxy or proxy.noProxy. Set either the Secret or the others." -}}
{{- end -}}
{{- if and .noProxy (not .httpsProxy) -}}
{{- fail "proxy.noProxy is set and proxy.httpsProxy is not. Set both, or neither." -}}
{{- end -}}
{{- if contains "@" .httpsProxy -}}
{{- fail "proxy.httpsProxy holds a user or a password, which everybody who sees the pod would see. Put the address into a Secret under the key HTTPS_PROXY and name it in proxy.existingSecret." -}}
{{- end -}}
{{- if and .httpsProxy (not (regexMatch "^http://[^/?#@ ]+/?$" .httpsProxy)) -}}
{{- fail "proxy.httpsProxy is not a proxy: write it as http://host:port." -}}
{{- end -}}
{{- end -}}
{{- if or .Values.proxy.httpsProxy .Values.proxy.existingSecret -}}
{{- range .Values.allowedHosts -}}
{{- if regexMatch "^\\*(\\.\\*)*(:[0-9]+)?$" . -}}
{{- fail (printf "allowedHosts holds %s and a proxy is set: it is the proxy that sees where names lead, so any host would do. List the hosts." .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "konnect-auth.checkNetworkPolicy" -}}
{{- if and .Values.networkPolicy.enabled .Values.proxy.existingSecret (not .Values.networkPolicy.extraEgress) -}}
{{- fail "networkPolicy.enabled is true and the proxy's port stands in the Secret of proxy.existingSecret, where the chart does not look. Let the pods reach the proxy by networkPolicy.extraEgress." -}}
{{- end -}}
{{- end -}}

{{/* What is set beside the chart's own values would win over them, or be lost behind them. */}}
{{- define "konnect-auth.checkExtras" -}}
{{- range .Values.extraEnv -}}
{{- if regexMatch "(?i)^konnect_auth_" .name -}}
{{- fail (printf "extraEnv holds %s: each option of the operator is a value of its own. Set that one." .name) -}}
{{- end -}}
{{- if regexMatch "(?i)_proxy$" .name -}}
{{- fail (printf "extraEnv holds %s: set proxy.httpsProxy and proxy.noProxy, or proxy.existingSecret." .name) -}}
{{- end -}}
{{- end -}}
{{- range .Values.extraVolumes -}}
{{- if eq .name "ca-bundle" -}}
{{- fail "extraVolumes holds ca-bundle, which is the name of the chart's own volume. Give it another name." -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "konnect-auth.checkMonitors" -}}
{{- if and .Values.metrics.serviceMonitor.enabled (not .Values.metrics.service.enabled) -}}
{{- fail "metrics.serviceMonitor.enabled is true and metrics.service.enabled is false: a ServiceMonitor finds pods by their Service. Enable it, or use metrics.podMonitor." -}}
{{- end -}}
{{- if and .Values.metrics.serviceMonitor.enabled .Values.metrics.podMonitor.enabled -}}
{{- fail "metrics.serviceMonitor.enabled and metrics.podMonitor.enabled are both true: every pod would be scraped twice. Enable one of them." -}}
{{- end -}}
{{- end -}}

{{- define "konnect-auth.checkCaBundle" -}}
{{- with .Values.caBundle -}}
{{- if and .secretName .configMapName -}}
{{- fail "caBundle.secretName and caBundle.configMapName are both set. Set one of them." -}}
{{- end -}}
{{- if and (ne .key "ca.crt") (not .secretName) (not .configMapName) -}}
{{- fail "caBundle.key is set, and neither caBundle.secretName nor caBundle.configMapName. Say which Secret or ConfigMap holds that key." -}}
{{- end -}}
{{- $kind := ternary "Secret" "ConfigMap" (ne .secretName "") -}}
{{- $name := .secretName | default .configMapName -}}
{{- if $name -}}
{{- $live := lookup "v1" $kind $.Release.Namespace $name -}}
{{- if $live -}}
{{- $text := dig "data" .key "" $live -}}
{{- if eq $kind "Secret" -}}{{- $text = $text | b64dec -}}{{- end -}}
{{- if not (regexMatch "-----BEGIN CERTIFICATE-----\\s+[A-Za-z0-9+/][A-Za-z0-9+/=\\s]*-----END CERTIFICATE-----" $text) -}}
{{- fail (printf "caBundle: %s %s/%s holds no PEM certificate under the key %s. Store one there, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, or correct caBundle.key." $kind $.Release.Namespace $name .key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
A lookup finds nothing where there is no cluster (helm template) either. So a namespace is missing only if another one is found. The
release's own may be about to be created.
*/}}
{{- define "konnect-auth.checkNamespaces" -}}
{{- $named := dict "watchNamespaces" .Values.watchNamespaces -}}
{{- if .Values.leaderElection.enabled -}}
{{- $_ := set $named "leaderElection.leaseNamespace" (list .Values.leaderElection.leaseNamespace) -}}
{{- end -}}
{{- if .Values.dashboard.enabled -}}
{{- $_ := set $named "dashboard.namespace" (list .Values.dashboard.namespace) -}}
{{- end -}}
{{- $missing := dict -}}
{{- $isCluster := false -}}
{{- range $key, $namespaces := $named -}}
{{- range without $namespaces $.Release.Namespace "" -}}
{{- if lookup "v1" "Namespace" "" . -}}
{{- $isCluster = true -}}
{{- else -}}
{{- $_ := set $missing $key (append (get $missing $key | default list) .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $missing (or $isCluster (lookup "v1" "Namespace" "" .Release.Namespace) (lookup "v1" "Namespace" "" "kube-system")) -}}
{{- $key := keys $missing | sortAlpha | first -}}
{{- fail (printf "%s: there is no namespace %s. Create it first, or name another one." $key (get $missing $key | join ", ")) -}}
{{- end -}}
{{- end -}}
