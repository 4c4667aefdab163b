import { missing } from '@nimbus/kernel/define'
import type { Repository } from './repository.ts'
import { type Host, look } from './run-git.ts'
import { differences, type FileDifference } from './tree-diff.ts'

/** Something that was put aside. */
export interface Stash {
  /** `stash@{0}` is the newest. */
  name: string
  commit: string
  subject: string
  at: string
}

/** Everything that was put aside, newest first. */
export const stashesOf = async (ctx: Host, repository: Repository): Promise<Stash[]> => {
  const { stdout } = await look(ctx, repository, ['stash', 'list', '-z', '--format=%H%x00%cI%x00%gs'])
  const fields = stdout.split('\0')
  return Array.from({ length: Math.floor(fields.length / 3) }, (_, i) => ({
    name: `stash@{${i}}`,
    commit: fields[i * 3] ?? '',
    at: fields[i * 3 + 1] ?? '',
    subject: fields[i * 3 + 2] ?? '',
  }))
}

/** One stash by name or by the start of its id, the newest without either. Raises `no-stash` (exit 5). */
export const findStash = async (ctx: Host, repository: Repository, wanted: string | undefined): Promise<Stash> => {
  const all = await stashesOf(ctx, repository)
  const found =
    wanted === undefined ? all[0] : all.find(({ name, commit }) => name === wanted || commit.startsWith(wanted))
  if (found) return found
  throw missing('no-stash', wanted === undefined ? 'Nothing was put aside' : `There is no stash ${wanted}`, {
    at: repository.shown,
    next: 'see what there is with: nimbus git stash list',
  })
}

/** What a stash holds. */
export interface StashFiles {
  /** Tracked files, against the commit it was made on. */
  tracked: FileDifference[]
  untracked: string[]
}

/** The files of a stash: its second parent is the index, its third, where there is one, what was untracked. */
export const stashFiles = async (ctx: Host, repository: Repository, { commit }: Stash): Promise<StashFiles> => {
  const tracked = await differences(ctx, repository, ['--no-renames', `${commit}^1`, commit])
  const staged = await differences(ctx, repository, ['--no-renames', `${commit}^1`, `${commit}^2`])
  const rest = await look(ctx, repository, ['rev-parse', '--verify', '--quiet', `${commit}^3`], { accept: [0, 1, 128] })
  const listing =
    rest.exitCode === 0
      ? await look(ctx, repository, ['ls-tree', '-r', '-z', '--name-only', rest.stdout.trim()])
      : undefined
  const known = new Set(tracked.map(({ path }) => path))
  return {
    tracked: [...tracked, ...staged.filter(({ path }) => !known.has(path))],
    untracked: listing ? listing.stdout.split('\0').filter(Boolean) : [],
  }
}

/** The words a person gave a stash, or undefined when git made them up. */
export const givenMessage = (subject: string): string | undefined => /^On [^:]+: (.+)$/s.exec(subject)?.[1]
