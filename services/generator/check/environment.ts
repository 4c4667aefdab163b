import { type Evaluated, Unknown } from '@nimbus/hcl'
import type { Module } from './module.ts'

const names = ['environment', 'env', 'stage']
const synonyms: Readonly<Record<string, string>> = {
  dev: 'dev',
  development: 'dev',
  sandbox: 'dev',
  test: 'dev',
  qa: 'staging',
  stage: 'staging',
  staging: 'staging',
  preprod: 'staging',
  prod: 'production',
  production: 'production',
  live: 'production',
}

/**
 * Gives the environment a module is for: `dev`, `staging` or `production`, another name as written, or unknown.
 *
 * Read from a variable or local called environment, env or stage, else from the name of the root's directory.
 */
export function environmentOf(module: Module): Evaluated {
  const stated = names.flatMap((name) => ['var', 'local'].map((root) => module.scope(root, name)))
  const written = stated.find((value) => typeof value === 'string')
  if (typeof written === 'string') return synonyms[written.toLowerCase()] ?? written
  if (module.caller) return environmentOf(module.caller.module)
  const directory = module.directory.split('/').at(-1)?.toLowerCase() ?? ''
  return synonyms[directory] ?? new Unknown('which environment this is for is not known')
}
