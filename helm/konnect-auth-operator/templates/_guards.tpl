{{/*
An admission policy on the specs of resources, and where it holds. A spec that stays as it is passes: else a resource that was there before
could neither be labelled nor lose a finalizer. Statuses are a subresource, and not asked about. Takes a dict of root, name, guard (its
values), message, expression, and perhaps variables.
*/}}
{{- define "konnect-auth.specGuard" -}}
{{- $name := printf "%s.%s" (include "konnect-auth.clusterName" .root) .name -}}
{{- $metadata := include "konnect-auth.metadata" (dict "root" .root "clusterWide" true "name" $name) -}}
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  {{- $metadata | nindent 2 }}
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - apiGroups: [konnect.konghq.com]
        apiVersions: ["*"]
        resources: [konnectapiauthconfigurations]
        operations: [CREATE, UPDATE]
  matchConditions:
    - name: its-spec-is-new-or-changed
      expression: has(object.spec) && (request.operation == 'CREATE' || !has(oldObject.spec) || object.spec != oldObject.spec)
  {{- with .variables }}
  variables:
    {{- . | nindent 4 }}
  {{- end }}
  validations:
    - expression: >-
        {{- .expression | nindent 8 }}
      reason: Forbidden
      message: {{ .message | quote }}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  {{- $metadata | nindent 2 }}
spec:
  policyName: {{ $name | quote }}
  validationActions:
    {{- toYaml .guard.validationActions | nindent 4 }}
  {{- with include "konnect-auth.guardedNamespaces" . | fromYaml }}
  matchResources:
    namespaceSelector:
      {{- toYaml . | nindent 6 }}
  {{- end }}
{{- end -}}

{{/* Those that are chosen, of those that are looked at. Takes a dict of root and guard. */}}
{{- define "konnect-auth.guardedNamespaces" -}}
{{- $selector := deepCopy .guard.namespaceSelector -}}
{{- with .root.Values.watchNamespaces -}}
{{- $watched := dict "key" "kubernetes.io/metadata.name" "operator" "In" "values" . -}}
{{- $_ := set $selector "matchExpressions" (append ($selector.matchExpressions | default list) $watched) -}}
{{- end -}}
{{- toYaml $selector -}}
{{- end -}}

{{/*
Whether allowedHosts permits spec.serverURL, in the operator's own steps: KonnectServer reads a server, AllowedHosts judges it. What is left
out is stricter: an IPv6 address has to be written as it is listed.
*/}}
{{- define "konnect-auth.serverVariables" -}}
{{- $label := "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?" -}}
{{- $host := printf "%s(\\.%s)*\\.?" $label $label -}}
- name: text
  expression: "has(object.spec.serverURL) ? object.spec.serverURL : ''"
- name: isServer
  expression: >-
    size(variables.text) <= 512 && variables.text.matches(r'^((?i:https)://(\[[0-9A-Fa-f:.]+\]|{{ $host }})(:[0-9]{1,5})?/?|{{ $host }})$')
- name: bare
  expression: variables.text.lowerAscii().replace('https://', '').replace('/', '')
- name: written
  expression: >-
    variables.bare.startsWith('[') ? variables.bare.substring(0, variables.bare.indexOf(']') + 1) : variables.bare.split(':')[0]
- name: port
  expression: >-
    size(variables.bare) == size(variables.written) ? 443 : int(variables.bare.substring(size(variables.written) + 1))
- name: host
  expression: >-
    variables.written.endsWith('.') ? variables.written.substring(0, size(variables.written) - 1) : variables.written
- name: authority
  expression: "variables.port == 443 ? variables.host : variables.host + ':' + string(variables.port)"
- name: isAddress
  expression: variables.host.matches(r'^(\[.*|(.*\.)?([0-9]+|0x[0-9a-f]*))$')
{{- end -}}

{{- define "konnect-auth.hostIsPermitted" -}}
{{- $exact := list -}}
{{- $named := list -}}
{{- $wild := list -}}
{{- $wildNamed := list -}}
{{- $stars := list -}}
{{- range .Values.allowedHosts -}}
{{- $pattern := lower . | trimSuffix ":443" -}}
{{- $portless := regexReplaceAll ":[0-9]+$" $pattern "" -}}
{{- if eq $pattern "*" -}}
{{- $stars = append $stars "[a-z0-9.-]+" -}}
{{- else if regexMatch "^\\*(\\.\\*)*$" $portless -}}
{{- $stars = append $stars (include "konnect-auth.hostRegex" $pattern) -}}
{{- else if contains "*" $pattern -}}
{{- $wild = append $wild (include "konnect-auth.hostRegex" $pattern) -}}
{{- $wildNamed = append $wildNamed (include "konnect-auth.hostRegex" $portless) -}}
{{- else -}}
{{- $exact = append $exact (squote $pattern) -}}
{{- $named = append $named (squote $portless) -}}
{{- end -}}
{{- end -}}
variables.isServer && variables.port >= 1 && variables.port <= 65535 && size(variables.host) <= 253 && (
  {{- printf "variables.authority in [%s]" (join ", " $exact) | nindent 2 }}
  {{- with $wild }}
  {{- printf "|| !variables.isAddress && variables.authority.matches('^(%s)$')" (join "|" .) | nindent 2 }}
  {{- end }}
  {{- with $stars }}
  {{- /* A host that is listed by name is permitted where the list says, whatever a star permits. */}}
  {{- printf "|| !variables.isAddress && variables.authority.matches('^(%s)$')" (join "|" .) | nindent 2 }}
  {{- printf "&& !(variables.host in [%s])" (join ", " $named) | nindent 2 }}
  {{- with $wildNamed }}
  {{- printf "&& !variables.host.matches('^(%s)$')" (join "|" .) | nindent 2 }}
  {{- end }}
  {{- end }}
)
{{- end -}}

{{- define "konnect-auth.hostRegex" -}}
{{- . | replace "." "[.]" | replace "*" "[a-z0-9-]+" -}}
{{- end -}}

{{/* The hosts as a refusal names them. */}}
{{- define "konnect-auth.hostRules" -}}
{{- $hosts := .Values.allowedHosts -}}
{{- $shown := slice $hosts 0 (min 20 (len $hosts) | int) -}}
{{- join ", " $shown -}}
{{- with sub (len $hosts) (len $shown) }} and {{ . }} more{{ end -}}
{{- if contains "*" (join "," $hosts) }}, where * stands for one label{{ end -}}
{{- if has "*" $hosts }} and a bare * for any name on port 443{{ end -}}
{{- end -}}
