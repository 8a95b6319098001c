{{/* How Prometheus scrapes. The label "namespace" of a resource's metric is the resource's namespace, not the pod's. */}}
{{- define "konnect-auth.scrape" -}}
honorLabels: true
{{- with .interval }}
interval: {{ . }}
{{- end }}
{{- end -}}
