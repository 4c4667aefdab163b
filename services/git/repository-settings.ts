import { type Context, denied } from '@nimbus/kernel/define'

/** A setting of git and where it comes from. */
export interface Setting {
  /** `system`, `global`, `local`, `worktree` or `command`. */
  scope: string
  /** Section and variable in lower case, the part between as written. */
  key: string
  value: string
}

/** The output of `git config --list --show-scope -z`: scope NUL key newline value NUL. */
export const parseSettings = (text: string): Setting[] => {
  const parts = text.split('\0')
  const settings: Setting[] = []
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const [scope = '', entry = ''] = [parts[i], parts[i + 1]]
    const cut = entry.indexOf('\n')
    settings.push({ scope, key: cut < 0 ? entry : entry.slice(0, cut), value: cut < 0 ? 'true' : entry.slice(cut + 1) })
  }
  return settings
}

/**
 * Settings that name programs git runs while it looks at or changes a working tree: filters, merge drivers, signing.
 *
 * From git-config(1) and gitattributes(5), git 2.39. What else runs programs is switched off for everybody
 * (`alwaysOff` and the flags of each diff) or belongs to network commands, which are not here.
 */
const programs = /^(filter\..+\.(clean|smudge|process)|merge\..+\.driver|gpg\.(.+\.)?(program|defaultkeycommand))$/s

/**
 * Settings with which git fetches objects that it lacks, from wherever and with whatever programs the repository says:
 * even where it only looks.
 */
const promises = /^(extensions\.partialclone|remote\..+\.(promisor|partialclonefilter))$/s

const isOwn = ({ scope }: Setting): boolean => scope === 'local' || scope === 'worktree'

const alwaysOff = [
  'core.fsmonitor=false',
  'core.quotePath=false',
  'log.showSignature=false',
  // No name is looked up, and the file of names may be a device that never ends.
  'log.mailmap=false',
  // Otherwise git diff writes the index, whatever GIT_OPTIONAL_LOCKS says (seen with 2.39), and runs a hook after it.
  'diff.autoRefreshIndex=false',
  'diff.orderFile=/dev/null',
]

/** What a repository's own settings would make git run, by key. The user's own and the system's do not count. */
const ownPrograms = (settings: readonly Setting[]): string[] => [
  ...new Set(
    settings
      .filter((setting) => isOwn(setting) && programs.test(setting.key) && setting.value !== '')
      .map(({ key }) => key),
  ),
]

const filterOf = (key: string): string | undefined => /^filter\.(.+)\.[a-z]+$/s.exec(key)?.[1]

const refusal = (keys: readonly string[], shown: string) =>
  denied('untrusted-settings', `The configuration of ${shown} would run programs: ${keys.join(', ')}`, {
    at: shown === '.' ? '.git/config' : `${shown}/.git/config`,
    why: 'a repository is hostile until it is trusted, and leaving them out would change what is recorded',
    next: 'look at it with: git config --local --list — then: nimbus trust',
  })

/** What keeps a repository from running programs of its own choice. */
export interface Guard {
  /** Arguments of git, before its command. */
  argv: readonly string[]
  env: Readonly<Record<string, string>>
}

/**
 * What keeps a repository from running programs of its own choice.
 *
 * In a workspace that is trusted its filters run, and objects that it lacks are fetched. Elsewhere they are left out
 * where git only looks, and a change is refused: `untrusted-settings` (exit 4).
 */
export const guardOf = async (
  ctx: Pick<Context, 'folders' | 'log'>,
  settings: readonly Setting[],
  shown: string,
  purpose: 'look' | 'change',
): Promise<Guard> => {
  const own = ownPrograms(settings)
  const fetches = settings.some((setting) => isOwn(setting) && promises.test(setting.key))
  const trusted =
    (own.length > 0 || fetches) &&
    (await ctx.folders()).some(({ origin, trusted }) => origin === 'workspace' && trusted)
  const off = [...alwaysOff]
  if (own.length > 0 && !trusted) {
    if (purpose === 'change') throw refusal(own, shown)
    const filters = new Set(own.map(filterOf).filter((name) => name !== undefined))
    // `-c` takes what follows the first equals sign as the value.
    if ([...filters].some((name) => name.includes('='))) throw refusal(own, shown)
    for (const name of filters)
      off.push(...['clean=', 'smudge=', 'process=', 'required=false'].map((rest) => `filter.${name}.${rest}`))
    // Nothing else of it is run by a look.
    if (filters.size > 0)
      ctx.log('warn', 'filters of a repository that is not trusted were not run', { filters: [...filters] })
  }
  // An empty list allows no way to fetch. A setting would not do: one for a single way goes before one for all.
  const env: Record<string, string> = fetches && !trusted ? { GIT_ALLOW_PROTOCOL: '' } : {}
  return { argv: off.flatMap((setting) => ['-c', setting]), env }
}
