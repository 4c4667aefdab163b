import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { type IgnoredSetting, invalid, type Trust } from '@nimbus/kernel'
import { changeOwnFile } from './change-own-file.ts'
import type { Home } from './home.ts'
import { settings } from './settings.ts'
import { readYaml, type YamlFile } from './yaml-file.ts'

interface TrustEntry {
  path: string
  by: string
  at: string
}

const entriesOf = ({ value }: YamlFile): TrustEntry[] => {
  const list = value && typeof value === 'object' && 'trusted' in value ? value.trusted : []
  if (!Array.isArray(list)) return []
  return list.flatMap((each: unknown) =>
    each && typeof each === 'object' && 'path' in each && typeof each.path === 'string'
      ? [{ path: each.path, by: 'by' in each ? String(each.by) : '', at: 'at' in each ? String(each.at) : '' }]
      : [],
  )
}

const readEntries = async (home: Home): Promise<TrustEntry[]> => entriesOf(await readYaml(home.trust))

/** The entries before a change. Of a broken file nothing is trusted, and to write it anew would lose what it holds. */
const entriesToChange = async (home: Home): Promise<TrustEntry[]> => {
  const file = await readYaml(home.trust)
  if (!file.problem) return entriesOf(file)
  const { message, ...parts } = file.problem
  throw invalid('invalid-yaml', message, parts)
}

const textOf = async (entries: readonly TrustEntry[]): Promise<string> => {
  const { stringify } = await import('yaml')
  return stringify({ trusted: entries })
}

const flatten = (value: unknown, prefix = ''): [string, unknown][] =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) => flatten(inner, prefix ? `${prefix}.${key}` : key))
    : [[prefix, value]]

/** What an untrusted workspace set that is not honoured until somebody trusts it. */
const ignoredSettings = async (workspace: string): Promise<IgnoredSetting[]> => {
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
    await changeOwnFile(home, home.trust, async () => {
      const others = (await entriesToChange(home)).filter((entry) => entry.path !== path)
      return textOf([...others, { path, by, at: now().toISOString() }])
    })
  },
  revoke: (workspace) =>
    changeOwnFile(home, home.trust, async () => {
      const entries = await entriesToChange(home)
      const left = entries.filter(({ path }) => path !== workspace)
      return left.length === entries.length ? undefined : textOf(left)
    }),
  list: () => readEntries(home),
})
