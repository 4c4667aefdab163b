import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@nimbus/kernel/define'
import type { Root } from './root.ts'

/** Where the state is kept. */
export interface Backend {
  /** `s3://bucket/key`, `local:terraform.tfstate`, `gcs://…`; never with a credential. */
  name: string
  /** Of its settings, so that any difference is noticed; credentials are left out. */
  digest: string
}

const Stored = z.object({
  backend: z.object({ type: z.string(), config: z.record(z.string(), z.unknown()).nullish() }).optional(),
})

/** The settings of each backend that say where the state is; none of them is a secret. */
const places: Readonly<Record<string, readonly string[]>> = {
  s3: ['bucket', 'key'],
  gcs: ['bucket', 'prefix'],
  azurerm: ['storage_account_name', 'container_name', 'key'],
  oss: ['bucket', 'prefix', 'key'],
  cos: ['bucket', 'prefix', 'key'],
  kubernetes: ['namespace', 'secret_suffix'],
  consul: ['address', 'path'],
  remote: ['hostname', 'organization'],
  cloud: ['hostname', 'organization'],
  local: ['path'],
}

/**
 * Settings that say who one is and not where the state is. They differ between a person and a CI job, and between two
 * sessions of one of them; and a digest of a secret could be tried out.
 */
const credentials =
  /^(?:access_key|secret_key|token|password|username|profile|credentials|access_token|client_secret|client_certificate.*|sas_token|oidc_.*|shared_.*_files?|insecure|.*skip_.*|assume_role.*)$/

const settingsOf = (config: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.entries(config)
    .filter(([name, value]) => value !== null && !credentials.test(name))
    // A password in a URL, as the pg backend takes it.
    .map(([name, value]): [string, unknown] => [
      name,
      typeof value === 'string' ? value.replace(/:\/\/[^/@]*@/, '://') : value,
    ])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))

const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)

const nothing = (thrown: unknown): undefined => {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined
  throw thrown
}

/** The backend that a root was last initialised with, from Terraform's own record of it; the local one without. */
export const backendOf = async (root: Pick<Root, 'data'>): Promise<Backend> => {
  const text = await readFile(join(root.data, 'terraform.tfstate'), 'utf8').catch(nothing)
  const stored = text === undefined ? undefined : Stored.parse(JSON.parse(text)).backend
  if (!stored) return { name: 'local:terraform.tfstate', digest: digestOf(['local', []]) }
  const config = stored.config ?? {}
  const parts = (places[stored.type] ?? []).map((key) => config[key]).filter((part) => typeof part === 'string')
  const separator = stored.type === 'local' ? ':' : '://'
  const place = parts.length > 0 ? parts.join('/') : stored.type === 'local' ? 'terraform.tfstate' : ''
  return { name: `${stored.type}${separator}${place}`, digest: digestOf([stored.type, settingsOf(config)]) }
}
