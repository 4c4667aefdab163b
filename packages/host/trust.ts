import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { IgnoredSetting, Trust } from '@nimbus/kernel'
import type { Home } from './home.ts'
import { settings } from './settings.ts'
import { readYaml, writeAtomically } from './yaml-file.ts'

interface TrustEntry {
  path: string
  by: string
  at: string
}

const readEntries = async (home: Home): Promise<TrustEntry[]> => {
  const { value } = await readYaml(home.trust)
  const list = value && typeof value === 'object' && 'trusted' in value ? value.trusted : []
  if (!Array.isArray(list)) return []
  return list.flatMap((each: unknown) =>
    each && typeof each === 'object' && 'path' in each && typeof each.path === 'string'
      ? [{ path: each.path, by: 'by' in each ? String(each.by) : '', at: 'at' in each ? String(each.at) : '' }]
      : [],
  )
}

const save = async (home: Home, entries: readonly TrustEntry[]): Promise<void> => {
  const { stringify } = await import('yaml')
  writeAtomically(home.trust, stringify({ trusted: entries }))
}

const flatten = (value: unknown, prefix = ''): [string, unknown][] =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => flatten(inner, prefix ? `${prefix}.${key}` : key))
    : [[prefix, value]]

/** What an untrusted workspace set that is not honoured until somebody trusts it. */
export const ignoredSettings = async (workspace: string): Promise<IgnoredSetting[]> => {
  const config = join(workspace, '.nimbus', 'config.yaml')
  const reason = 'it could send calls elsewhere or loosen what is asked'
  const sensitive = new Set(settings.filter((setting) => setting.sensitive).map(({ key }) => key))
  const fromConfig = flatten((await readYaml(config)).value)
    .filter(([key]) => sensitive.has(key))
    .map(([key]) => ({ file: config, setting: key, reason }))
  const policy = join(workspace, '.nimbus', 'policy.yaml')
  const { value } = await readYaml(policy)
  const rules: unknown[] =
    value && typeof value === 'object' && 'rules' in value && Array.isArray(value.rules) ? value.rules : []
  const loose = rules.flatMap((rule, index) =>
    rule && typeof rule === 'object' && 'decide' in rule && rule.decide === 'allow'
      ? [{ file: policy, setting: `rules.${index}`, reason: 'it would allow what otherwise asks' }]
      : [],
  )
  return [...fromConfig, ...loose]
}

/** Which workspaces a person has vouched for. A repository is hostile until then. */
export const createTrust = (home: Home, now: () => Date): Trust => ({
  async status(workspace) {
    const trusted = (await readEntries(home)).some(({ path }) => path === workspace)
    return { trusted, ignored: trusted ? [] : await ignoredSettings(workspace) }
  },
  async grant(workspace, by) {
    const path = realpathSync(workspace)
    const others = (await readEntries(home)).filter((entry) => entry.path !== path)
    await save(home, [...others, { path, by, at: now().toISOString() }])
  },
  async revoke(workspace) {
    const entries = await readEntries(home)
    const left = entries.filter(({ path }) => path !== workspace)
    if (left.length === entries.length) return false
    await save(home, left)
    return true
  },
  list: () => readEntries(home),
})
