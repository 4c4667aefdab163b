import type { Context } from '@nimbus/kernel/define'
import { planDetectors } from '../detectors/detectors.ts'
import type { Conclusions } from './conclude.ts'
import type { Plain, PlainMap } from './facts.ts'
import { type Edit, merge } from './merge.ts'
import { projectFiles } from './project-file.ts'
import { linesOf } from './project-lines.ts'
import { readProject, type Written } from './read-project.ts'
import { brokenNote, isSeen, scan } from './scan.ts'
import { machineSections } from './sections.ts'
import { readStamp } from './stamp.ts'

/** Who says something: a person in the project file, an earlier scan in it, or the project as it is now. */
export type Source = 'person' | 'init' | 'found'

/** The project as it is in force: what the file says, brought up to date with what the project plainly shows. */
export interface InForce {
  /** Section by section. What a person wrote may be anything. */
  sections: Written
  /** Who says what stands at a path. */
  sourceOf(path: readonly string[]): Source
  /** Where it says so. */
  placesOf(path: readonly string[], found: readonly string[] | undefined): string[]
  conclusions: Conclusions
  /** The file, when there is one. */
  file?: string
  /** Paths of which the file says something else than the project does now, and nobody had decided so. */
  outdated: readonly string[]
  notes: readonly string[]
}

const isMap = (value: unknown): value is Written => value !== null && typeof value === 'object' && !Array.isArray(value)

/** The value at a path of what somebody else wrote. */
export const valueAt = (tree: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (isMap(at) && Object.hasOwn(at, key) ? at[key] : undefined), tree)

const withEdit = (tree: Written, { path: [key = '', ...rest], value }: Edit): Written => {
  const { [key]: before, ...others } = tree
  if (rest.length > 0) return { ...tree, [key]: withEdit(isMap(before) ? before : {}, { path: rest, value }) }
  return value === undefined ? others : { ...tree, [key]: value }
}

const begins = (path: readonly string[], start: readonly string[]): boolean =>
  start.every((key, index) => path[index] === key)

/**
 * Works out the project as it is in force: a scan without lines and without the machine, merged into the file like
 * `init` would. Raises what reading the file raises.
 */
export const projectInForce = async (
  ctx: Pick<Context, 'exec' | 'workspace' | 'env' | 'signal' | 'progress'>,
  seconds: number,
): Promise<InForce> => {
  const { file, stamp } = projectFiles(ctx)
  const mine = await readProject(file)
  const base: PlainMap = (file.bytes && readStamp(stamp.bytes)?.generated) ?? {}
  const found = await scan(ctx, planDetectors, { most: 100_000, withinMs: seconds * 1000 })
  const { edits } = merge(base, mine, found.facts, {
    mayRemove: ([section = '']) => isSeen(found, section) && section !== 'languages' && !machineSections.has(section),
  })
  const lines = file.bytes ? await linesOf(file.bytes.toString(), file.shown) : () => undefined
  const edited = (path: readonly string[]): boolean =>
    edits.some((edit) => edit.value !== undefined && begins(path, edit.path))
  const sourceOf = (path: readonly string[]): Source => {
    if (edited(path)) return 'found'
    const written = valueAt(mine, path)
    if (written === undefined) return 'found'
    // A map is a person's when nothing of it was generated; what they changed inside says so for itself.
    const generated: unknown = valueAt(base, path)
    if (isMap(written) && generated !== undefined) return 'init'
    return Bun.deepEquals(written, generated as Plain) ? 'init' : 'person'
  }
  return {
    sections: edits.reduce(withEdit, mine),
    sourceOf,
    placesOf(path, places = []) {
      const line = edited(path) ? undefined : lines(path)
      return sourceOf(path) === 'person' ? [line ?? file.shown] : [...(line === undefined ? [] : [line]), ...places]
    },
    conclusions: found.conclusions,
    ...(file.bytes ? { file: file.shown } : {}),
    outdated: file.bytes ? edits.map(({ path }) => path.join('.')) : [],
    notes: [...found.notes, ...brokenNote(found)],
  }
}
