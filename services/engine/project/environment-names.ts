/** What an environment is for, by names that people give one. */
const kinds: Readonly<Record<string, string>> = {
  dev: 'development',
  develop: 'development',
  development: 'development',
  sandbox: 'development',
  test: 'test',
  testing: 'test',
  qa: 'test',
  integration: 'test',
  stage: 'staging',
  stg: 'staging',
  staging: 'staging',
  uat: 'staging',
  preprod: 'staging',
  'pre-prod': 'staging',
  prod: 'production',
  prd: 'production',
  production: 'production',
  live: 'production',
}

/** What an environment of this name is for; undefined for a name that does not say. */
export const environmentKind = (name: string): string | undefined => {
  const plain = name.toLowerCase()
  return Object.hasOwn(kinds, plain) ? kinds[plain] : undefined
}
