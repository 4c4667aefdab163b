import { type Context, missing } from '@nimbus/kernel/define'
import { changedMeanwhile } from './foreseen.ts'
import type { Repository } from './repository.ts'
import { change, type Host, look } from './run-git.ts'

/** What the index holds of some files: by path, one line `mode object stage` each; several for a conflict. */
export type IndexEntries = ReadonlyMap<string, readonly string[]>

/** Names on one command line; the rest go on another. */
const mostNames = 500

/** Reads `git ls-files --stage -z`: mode, object and stage, a tab, the path. */
const parseEntries = (text: string): IndexEntries => {
  const entries = new Map<string, string[]>()
  for (const record of text.split('\0').filter(Boolean)) {
    const tab = record.indexOf('\t')
    const path = record.slice(tab + 1)
    entries.set(path, [...(entries.get(path) ?? []), record.slice(0, tab)])
  }
  return entries
}

/** Reads `git ls-tree -r -z` in the form of the index: mode, type and object, a tab, the path. */
const parseTree = (text: string): IndexEntries => {
  const entries = new Map<string, readonly string[]>()
  for (const record of text.split('\0').filter(Boolean)) {
    const tab = record.indexOf('\t')
    const [mode = '', , object = ''] = record.slice(0, tab).split(' ')
    entries.set(record.slice(tab + 1), [`${mode} ${object} 0`])
  }
  return entries
}

const entriesOf = async (
  ctx: Host,
  repository: Repository,
  paths: readonly string[],
  [command, parse]: readonly [argv: readonly string[], parse: (text: string) => IndexEntries],
): Promise<IndexEntries> => {
  const entries = new Map<string, readonly string[]>()
  for (let i = 0; i < paths.length; i += mostNames) {
    const { stdout } = await look(ctx, repository, command, { paths: paths.slice(i, i + mostNames) })
    for (const [path, lines] of parse(stdout)) entries.set(path, lines)
  }
  return entries
}

/** What the index holds of these files now. */
export const indexEntries = (ctx: Host, repository: Repository, paths: readonly string[]): Promise<IndexEntries> =>
  entriesOf(ctx, repository, paths, [['ls-files', '--stage', '-z'], parseEntries])

/** What the last commit holds of these files, in the form of the index. */
export const committedEntries = (ctx: Host, repository: Repository, paths: readonly string[]): Promise<IndexEntries> =>
  entriesOf(ctx, repository, paths, [['ls-tree', '-r', '-z', 'HEAD'], parseTree])

const same = (a: readonly string[] = [], b: readonly string[] = []): boolean => a.join('\n') === b.join('\n')

/** The files of a list that two states of the index hold differently. */
export const differing = (paths: readonly string[], a: IndexEntries, b: IndexEntries): string[] =>
  paths.filter((path) => !same(a.get(path), b.get(path)))

/** Puts these files in the index as they were; those without an entry are taken out. Leaves the working tree alone. */
export const setEntries = async (
  ctx: Host,
  repository: Repository,
  paths: readonly string[],
  wanted: IndexEntries,
): Promise<void> => {
  // A conflict has no stage 0, and stages are only ever added, so each file is taken out first.
  const width = repository.settings.some(({ key, value }) => key === 'extensions.objectformat' && value === 'sha256')
    ? 64
    : 40
  const lines = paths.flatMap((path) => [
    `0 ${'0'.repeat(width)}\t${path}\0`,
    ...(wanted.get(path) ?? []).map((entry) => `${entry}\t${path}\0`),
  ])
  await change(ctx, repository, ['update-index', '-z', '--index-info'], { stdin: lines.join('') })
}

/** A state of the index that an undo can come back to: which files, before and after. */
export interface IndexChange {
  paths: readonly string[]
  before: IndexEntries
  after: IndexEntries
}

const names = { before: 'index-before', after: 'index-after' } as const

const asBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

/** Keeps what the index holds of these files ahead of a change, so that even a run that was killed can be taken back. */
export const keepBefore = (ctx: Context, paths: readonly string[], before: IndexEntries): Promise<void> =>
  ctx.keep(names.before, asBytes(paths.map((path) => [path, before.get(path) ?? []])))

/** Keeps what the index holds after a change, so that later work on the same files is not lost when it is undone. */
export const keepAfter = (ctx: Context, after: IndexEntries): Promise<void> =>
  ctx.keep(names.after, asBytes([...after]))

type KeptEntries = [string, string[]][]

const keptEntries = async (ctx: Context, run: string, name: string): Promise<KeptEntries | undefined> => {
  const bytes = await ctx.kept(run, name)
  // Only this service writes under these names, and what is kept is sealed.
  return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as KeptEntries) : undefined
}

/**
 * What a run did to the index. A run that was killed has kept only what was before: then what is there now counts as
 * its work. Raises `nothing-kept` (exit 5).
 */
export const keptIndexChange = async (ctx: Context, repository: Repository, run: string): Promise<IndexChange> => {
  const [before, after] = await Promise.all([keptEntries(ctx, run, names.before), keptEntries(ctx, run, names.after)])
  if (!before)
    throw missing('nothing-kept', `${run} kept nothing of an index`, {
      why: 'only a run that staged or unstaged files has kept what it changed',
      next: `see what it did with: nimbus history show ${run}`,
    })
  const paths = before.map(([path]) => path)
  return {
    paths,
    before: new Map(before.filter(([, lines]) => lines.length > 0)),
    after: after ? new Map(after) : await indexEntries(ctx, repository, paths),
  }
}

/** Refuses to take back what has been changed since: `changed-meanwhile` (exit 4). */
export const mustStillBe = async (ctx: Host, repository: Repository, { paths, after }: IndexChange): Promise<void> => {
  const [moved] = differing(paths, await indexEntries(ctx, repository, paths), after)
  if (moved !== undefined)
    throw changedMeanwhile(moved, 'its entry in the index is another one now, and that would be lost')
}
