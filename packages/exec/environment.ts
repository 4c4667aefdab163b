/**
 * Variables every program gets: where to look, who the user is, how to speak, how to reach the network, how much memory
 * to take.
 */
const always = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  'XDG_CONFIG_HOME',
  'XDG_CACHE_HOME',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'NO_COLOR',
  'SSH_AUTH_SOCK',
  'KUBECONFIG',
  'CHECKPOINT_DISABLE',
  'PGPASSFILE',
  'CLOUDSDK_CONFIG',
  'GOGC',
  'GOMEMLIMIT',
]

/**
 * Families that tools read their settings and credentials from. A program gets the caller's credentials because it
 * acts for the caller; what it prints is redacted.
 */
const families = ['LC_', 'AWS_', 'TF_', 'GOOGLE_', 'AZURE_', 'ARM_', 'GIT_', 'GH_', 'GITHUB_', 'HELM_', 'DOCKER_']

/**
 * The environment a program starts with: the listed variables and families of `env`, then what the call adds.
 *
 * Everything else stays behind, `NIMBUS_*` included, so that no program sees the tokens of Nimbus or of unrelated
 * tools.
 */
export const minimalEnvironment = (
  env: Readonly<Record<string, string | undefined>>,
  added: Readonly<Record<string, string>> = {},
): Record<string, string> => {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue
    if (always.includes(name) || families.some((family) => name.startsWith(family))) kept[name] = value
  }
  return { ...kept, ...added }
}
