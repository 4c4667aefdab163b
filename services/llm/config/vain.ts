import type { ReadLayer } from './layers.ts'
import { dotted, isMap, type Path, type PathProblem, reach } from './problem.ts'
import type { Resolved } from './resolve-settings.ts'

/** The part of a file that a problem makes useless: an agent, a model, a single policy. */
const partOf = ({ path }: PathProblem): Path => (path[0] === 'policies' ? path : path.slice(0, 2))

const without = (value: unknown, [first, ...rest]: Path): unknown => {
  if (first === undefined || !isMap(value)) return value
  const entries = Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
    if (key !== first) return [[key, each]]
    return rest.length === 0 ? [] : [[key, without(each, rest)]]
  })
  return Object.fromEntries(entries)
}

/**
 * The layers without what an untrusted workspace says that does not fit together: a part of it was left out, and what
 * leant on that part has to go as well. It is no error, since nobody here wrote it. Undefined when there is none.
 */
export const withoutVain = (layers: readonly ReadLayer[], { crossed, whole }: Resolved): ReadLayer[] | undefined => {
  const isVain = (problem: PathProblem): boolean => {
    const holder = whole.holder(problem.path)
    return holder?.layer.trusted === false && reach(holder.value, partOf(problem)) !== undefined
  }
  const found = crossed.filter(isVain).map((problem) => [dotted(partOf(problem)), problem] as const)
  if (found.length === 0) return undefined
  const vain = [...new Map(found).values()]
  return layers.map((each) => {
    if (each.layer.trusted) return each
    const files = each.files.map((file) => ({
      ...file,
      // Taking a part away leaves what fits the schema.
      value: vain.reduce<unknown>((value, problem) => without(value, partOf(problem)), file.value) as typeof file.value,
    }))
    const ignored = vain.map((problem) => ({
      file: whole.locate({ ...problem, path: partOf(problem), part: 'key' }).at ?? '',
      setting: dotted(partOf(problem)),
      reason: problem.message,
    }))
    return { ...each, files, ignored: [...each.ignored, ...ignored] }
  })
}
