import type { Program } from '@nimbus/kernel'

/** Variables every program gets: where to look, who the user is, how to speak, how to reach the network. */
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
]
const locale = 'LC_'

/** What a program that acts for the caller gets as well: where its settings and credentials are, how much to take. */
const forCaller = [
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
const families = ['AWS_', 'TF_', 'GOOGLE_', 'AZURE_', 'ARM_', 'GIT_', 'GH_', 'GITHUB_', 'HELM_', 'DOCKER_']

const isForAll = (name: string): boolean => always.includes(name) || name.startsWith(locale)
const isForCaller = (name: string): boolean =>
  forCaller.includes(name) || families.some((family) => name.startsWith(family))

/**
 * The environment a program starts with: the listed variables of `env`, the families unless it is to be `bare`, then
 * what the call adds.
 *
 * Everything else stays behind, `NIMBUS_*` included, so that no program sees the tokens of Nimbus or of unrelated
 * tools.
 */
export const minimalEnvironment = (
  env: Readonly<Record<string, string | undefined>>,
  added: Readonly<Record<string, string>> = {},
  extent?: Program['environment'],
): Record<string, string> => {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue
    if (isForAll(name) || (extent !== 'bare' && isForCaller(name))) kept[name] = value
  }
  return { ...kept, ...added }
}
