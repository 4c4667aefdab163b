import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { missing } from '@nimbus/kernel/define'
import type { Detector, Evidence, Found, Look } from './project/facts.ts'
import { type Limits, openTree } from './tree/tree.ts'

/** Files by path. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** A folder with these files, and what looks at it; gone when the test is over. */
export interface Ground extends AsyncDisposable {
  path: string
  /** Looks at the folder as a scan does. */
  look(limits?: Partial<Limits>): Promise<Look>
}

/** Settings of the machine do not count in tests. */
const apart = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', PATH: process.env.PATH ?? '' }

/** Makes a temporary folder with these files; no git is found there unless `git` asks for it. */
export const ground = async (
  files: Files,
  { env = {}, git = 'absent' }: { env?: Readonly<Record<string, string>>; git?: 'real' | 'absent' } = {},
): Promise<Ground> => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'nimbus-engine-')))
  const path = join(root, 'shop')
  await mkdir(path)
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), content)
  }
  const exec: Look['ctx']['exec'] = async (program, argv, options) => {
    if (git === 'absent')
      throw missing('program-missing', `${program.name} is not installed`, { next: program.install })
    const env = { ...apart, HOME: root, ...options?.env }
    const { status, stdout, stderr } = spawnSync('git', [...argv], { cwd: options?.cwd, env, encoding: 'utf8' })
    return { exitCode: status ?? 1, stdout, stderr, durationMs: 0 }
  }
  const ctx = { exec, workspace: path, env, signal: new AbortController().signal, progress: () => undefined }
  return {
    path,
    look: async (limits) => ({ ctx, tree: await openTree(ctx, { most: 1000, withinMs: 60_000, ...limits }) }),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

/** What one detector finds in these files. */
export const detect = async (
  detector: Detector,
  files: Files,
  options: Parameters<typeof ground>[1] = {},
): Promise<Found> => {
  await using place = await ground(files, options)
  // Awaited here: the folder goes when this function ends.
  return await detector.find(await place.look())
}

/** Evidence as lines: what, which value, where, and the environment it is for. */
export const evidenceLines = ({ evidence = [] }: Found): string[] =>
  evidence.map(({ of, value, at, environment }: Evidence) => [of, value, at, environment].filter(Boolean).join(' '))
