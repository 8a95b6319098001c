{{/* A duration such as 1h30m or 500ms, in milliseconds. */}}
{{- define "konnect-auth.milliseconds" -}}
{{- $sum := int64 0 -}}
{{- range regexFindAll "[0-9]+(h|ms|m|s)" . -1 -}}
{{- $number := regexFind "[1-9][0-9]*" . | int64 -}}
{{- $unit := regexFind "[a-z]+" . -}}
{{- $sum = add $sum (mul $number (get (dict "h" 3600000 "m" 60000 "s" 1000 "ms" 1) $unit | int64)) -}}
{{- end -}}
{{- $sum -}}
{{- end -}}

{{/* Ports on which Konnect and the proxy are reached, as JSON. */}}
{{- define "konnect-auth.egressPorts" -}}
{{- $ports := list 443 -}}
{{- with .Values.proxy.httpsProxy -}}
{{- $ports = append $ports (regexFind ":[0-9]+$" (trimSuffix "/" .) | trimPrefix ":" | default "80" | int) -}}
{{- end -}}
{{- range .Values.allowedHosts -}}
{{- with regexFind ":[0-9]+$" . -}}
{{- $ports = append $ports (trimPrefix ":" . | int) -}}
{{- end -}}
{{- end -}}
{{- uniq $ports | toJson -}}
{{- end -}}

{{/* What all pods have to reach: DNS and the API server. */}}
{{- define "konnect-auth.clusterEgress" -}}
# DNS, wherever it is answered: in a pod or on the node.
- ports:
    {{- range .Values.networkPolicy.dnsPorts }}
    - port: {{ . }}
      protocol: UDP
    - port: {{ . }}
      protocol: TCP
    {{- end }}
# The API server, whose address is not known here.
- ports:
    {{- range .Values.networkPolicy.apiServerPorts }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
{{- end -}}

{{- define "konnect-auth.args" -}}
- run
{{- include "konnect-auth.scopeArgs" . }}
- {{ printf "--allowed-hosts=%s" (join "," .Values.allowedHosts) | quote }}
- --revalidation-interval={{ .Values.revalidationInterval }}
- --outage-grace={{ .Values.outageGrace }}
- --requests-per-second={{ .Values.requestsPerSecond }}
- --regional-probe={{ .Values.regionalProbe }}
- --request-timeout={{ .Values.requestTimeout }}
{{- if include "konnect-auth.caVolume" . }}
- {{ printf "--ca-bundle=/etc/konnect-auth/ca/%s" .Values.caBundle.key | quote }}
{{- end }}
{{ include "konnect-auth.leaseArgs" . }}
- --secret-finalizer={{ .Values.secretFinalizer }}
- --in-use-finalizer={{ .Values.inUseFinalizer }}
- --warn-inline-tokens={{ .Values.warnInlineTokens }}
- --management-port=8080
{{ include "konnect-auth.logArgs" . }}
{{- end -}}

{{- define "konnect-auth.scopeArgs" -}}
{{- with .Values.watchNamespaces }}
- --watch-namespaces={{ join "," . }}
{{- end }}
{{- with .Values.labelSelector }}
- {{ printf "--label-selector=%s" . | quote }}
{{- end }}
{{- end -}}

{{/* The lease to work under. */}}
{{- define "konnect-auth.leaseArgs" -}}
- --leader-election={{ .Values.leaderElection.enabled }}
{{- if .Values.leaderElection.enabled }}
- --lease-name={{ include "konnect-auth.leaseName" . }}
- --lease-namespace={{ include "konnect-auth.leaseNamespace" . }}
{{- end }}
{{- end -}}

{{- define "konnect-auth.logArgs" -}}
- --log-format={{ .Values.logFormat }}
- --log-level={{ .Values.logLevel }}
{{- end -}}

{{/* What all pods have: how their image is pulled, where they run, and as whom. */}}
{{- define "konnect-auth.podSettings" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- end -}}

{{/* What all containers have. */}}
{{- define "konnect-auth.containerSettings" -}}
image: {{ include "konnect-auth.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end -}}

{{/* Where the CA bundle comes from. Mounted as a directory: a file mounted by itself would never change. */}}
{{- define "konnect-auth.caVolume" -}}
{{- with .Values.caBundle -}}
{{- if .secretName -}}
secret:
  secretName: {{ .secretName | quote }}
  items:
    - key: {{ .key | quote }}
      path: {{ .key | quote }}
{{- else if .configMapName -}}
configMap:
  name: {{ .configMapName | quote }}
  items:
    - key: {{ .key | quote }}
      path: {{ .key | quote }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "konnect-auth.env" -}}
{{- with .Values.proxy -}}
{{- if .existingSecret -}}
- name: HTTPS_PROXY
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret | quote }}
      key: HTTPS_PROXY
- name: NO_PROXY
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret | quote }}
      key: NO_PROXY
      optional: true
{{- else if .httpsProxy -}}
- name: HTTPS_PROXY
  value: {{ .httpsProxy | quote }}
{{- with .noProxy }}
- name: NO_PROXY
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* How pods are spread; the label selector that is left out is the pods' own. */}}
{{- define "konnect-auth.topologySpreadConstraints" -}}
{{- $selector := dict "matchLabels" (include "konnect-auth.selectorLabels" . | fromYaml) -}}
{{- $constraints := .Values.topologySpreadConstraints -}}
{{- if and (not $constraints) (ge (int .Values.replicas) 2) -}}
{{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" -}}
{{- $constraints = append $constraints (dict "maxSkew" 1 "topologyKey" . "whenUnsatisfiable" "ScheduleAnyway" "matchLabelKeys" (list "pod-template-hash")) -}}
{{- end -}}
{{- end -}}
{{- range $constraints }}
- {{ merge dict . (dict "labelSelector" $selector) | toYaml | nindent 2 | trim }}
{{- end -}}
{{- end -}}
