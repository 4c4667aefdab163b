import type { Context } from '@nimbus/kernel/define'
import { expandValues } from './expand-values.ts'
import { explain } from './explain.ts'
import { SettingsFile as Schema, type Section, type SettingsFile } from './file-schema.ts'
import { bytesOf, type FoundFile, type FoundLayer } from './files.ts'
import { merged } from './merge.ts'
import { dotted, isMap, type Path, type PathProblem, type Problem, reach } from './problem.ts'
import { readSource, type Source } from './source.ts'
import { withoutLooser } from './stricter.ts'
import { type LeftOut, withoutForbidden } from './untrusted.ts'

/** One file of a layer as it counts: checked, variables filled in. */
export interface ReadFile {
  file: FoundFile
  value: SettingsFile
  locate: Source['locate']
}

/** What a layer says, with everything that is wrong with it. */
export interface ReadLayer {
  layer: FoundLayer
  files: ReadFile[]
  problems: Problem[]
  ignored: { file: string; setting: string; reason: string }[]
}

// `agents:` with nothing behind it is a beginner's way of saying nothing.
const withoutNothing = (value: unknown, depth = 0): unknown => {
  if (!isMap(value)) return value
  const kept = Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
    if (each === null) return depth === 1 ? [[key, {}]] : depth === 0 ? [] : [[key, each]]
    return [[key, depth < 1 ? withoutNothing(each, depth + 1) : each]]
  })
  return Object.fromEntries(kept)
}

/** A file for one section holds the section itself, or the section under its name: here it is the latter. */
const asWhole = (source: Source, section: Section | undefined): Source => {
  if (!section || (isMap(source.value) && Object.hasOwn(source.value, section))) return source
  return {
    ...source,
    value: { [section]: source.value },
    locate: (path, part) => source.locate(path.slice(1), part),
    isPlain: (path) => source.isPlain(path.slice(1)),
  }
}

/** A problem where a file says it. */
export const located = ({ path, part, ...problem }: PathProblem, locate: Source['locate']): Problem => ({
  ...problem,
  at: locate(path, part),
})

/** What may count of an untrusted workspace, beside what the user says. */
const allowed = (value: unknown, below: unknown): { value: unknown; leftOut: LeftOut[] } => {
  const first = withoutForbidden(value)
  const policies = reach(first.value, ['policies'])
  if (policies === undefined) return first
  const second = withoutLooser(policies, reach(below, ['policies']))
  return {
    value: { ...(first.value as object), policies: second.value },
    leftOut: [...first.leftOut, ...second.leftOut.map(({ path, reason }) => ({ path: ['policies', ...path], reason }))],
  }
}

const parsedFile = (source: Source, file: FoundFile, lookUp: (name: string) => string | undefined) => {
  const { value, problems } = expandValues(source, lookUp)
  const whole = withoutNothing(value)
  const unexpanded = new Set(problems.map(({ path }) => dotted(path)))
  const parsed = Schema.safeParse(whole)
  const wrong = parsed.success ? [] : explain(parsed.error.issues, whole)
  return {
    problems: [...problems, ...wrong.filter(({ path }) => !unexpanded.has(dotted(path)))],
    read: parsed.success ? { file, value: parsed.data, locate: source.locate } : undefined,
  }
}

/** Bytes that are read in place of those of a file: what it would say after an edit. */
export interface Instead {
  path: string
  bytes: Uint8Array
}

/** Reads the files of a layer; `below` is what the layers under it say together. */
export const readLayer = async (
  layer: FoundLayer,
  below: unknown,
  { variable, workspace }: { variable: (name: string) => string | undefined } & Pick<Context, 'workspace'>,
  instead?: Instead,
): Promise<ReadLayer> => {
  const read: ReadLayer = { layer, files: [], problems: [...layer.problems], ignored: [] }
  for (const file of layer.files) {
    const bytes =
      file.path === instead?.path ? instead : bytesOf(file.path, file.shown, layer.trusted ? undefined : workspace)
    if ('problem' in bytes) {
      read.problems.push(bytes.problem)
      continue
    }
    const found = await readSource(bytes.bytes, file.shown)
    if ('problems' in found) {
      read.problems.push(...found.problems)
      continue
    }
    const source = asWhole(found, file.section)
    const { value, leftOut } = layer.trusted ? { value: source.value, leftOut: [] } : allowed(source.value, below)
    for (const { path, reason } of leftOut)
      read.ignored.push({ file: source.locate(path, 'key'), setting: dotted(path), reason })
    const { problems, read: parsed } = parsedFile({ ...source, value }, file, variable)
    read.problems.push(...problems.map((problem) => located(problem, source.locate)))
    if (parsed) read.files.push(parsed)
  }
  return read
}

/** What the files of several layers say together, and where they say it. */
export interface Whole {
  value: SettingsFile
  /** The file that has the last word on a path; when nobody says it, on its nearest parent. */
  holder: (path: Path) => (ReadFile & { layer: FoundLayer }) | undefined
  locate: (problem: PathProblem) => Problem
}

/** Files on top of each other, the lowest first. */
export const wholeOf = (layers: readonly ReadLayer[]): Whole => {
  const files = layers.flatMap(({ layer, files: read }) => read.map((each) => ({ ...each, layer })))
  const holder: Whole['holder'] = (path) => {
    for (let length = path.length; length >= 0; length--) {
      const found = files.findLast(({ value }) => reach(value, path.slice(0, length)) !== undefined)
      if (found) return found
    }
    return undefined
  }
  return {
    // Every file fits the schema, in which every key may be left out, so the files on top of each other fit it too.
    value: files.reduce<unknown>((below, { value }) => merged(below, value), {}) as SettingsFile,
    holder,
    locate(problem) {
      const found = holder(problem.path)
      if (found) return located(problem, found.locate)
      const { path: _path, part: _part, ...rest } = problem
      return rest
    },
  }
}
