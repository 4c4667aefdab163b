import { dotted, type Path, type PathProblem, type Problem } from '../problem.ts'
import { explain } from './explain.ts'
import { type Data, isData, merge } from './merge.ts'
import { componentNames, Spec } from './schema.ts'
import { readSource } from './source.ts'

/** What a person may say on the command line instead of in the file; it wins over the file. */
export type Overrides = {
  readonly name?: string | undefined
  readonly region?: string | undefined
  readonly zones?: number | undefined
  readonly environments?: readonly string[] | undefined
  /** Components to add with their defaults; what the file says about them stays. */
  readonly with?: readonly string[] | undefined
  readonly cidr?: string | undefined
  readonly account?: string | undefined
}

/** A spec whose shape is right, with a way to say where a problem found later was written. */
export type ReadSpec = { readonly spec: Spec; readonly locate: (problem: PathProblem) => Problem }

/**
 * Reads a spec from a file's bytes, from flags, or from both.
 *
 * Gives all problems at once, each with its place: `file:line:column`, or the flag it came from.
 */
export function readSpec(
  file: { readonly bytes: Uint8Array; readonly name: string } | undefined,
  overrides: Overrides,
): ReadSpec | { problems: readonly Problem[] } {
  const read = file && readSource('spec', file.bytes, file.name)
  if (read && 'problems' in read) return read
  const source = read?.source
  if (source && !isData(source.value)) {
    const next = 'begin with name:, region: and components:'
    return { problems: [{ message: 'spec: this is not a map of keys', at: source.locate([], 'value'), next }] }
  }

  const flags = flagPaths(overrides)
  const value = merge(source?.value ?? {}, flags.data)
  const place = (path: Path, part: 'key' | 'value') => flags.locate(path) ?? source?.locate(path, part)
  const parsed = Spec.safeParse(value, { reportInput: true })
  if (parsed.success) return { spec: parsed.data, locate: (problem) => located(problem, place(problem.path, 'value')) }

  const explained = explain(parsed.error.issues, value)
  if (source) return { problems: explained.map(({ part, ...problem }) => located(problem, place(problem.path, part))) }
  const needed = explained.filter(isMissing).flatMap(({ path }) => flagOf[dotted(path)] ?? [])
  const next = `name a spec file, or add ${needed.join(', ')}`
  return {
    problems: explained.map(({ part: _part, ...problem }) =>
      located({ ...problem, ...(isAskedByFlag(problem) && { next }) }, flags.locate(problem.path)),
    ),
  }
}

function located({ message, why, next }: PathProblem, at: string | undefined): Problem {
  return {
    message,
    ...(at !== undefined && { at }),
    ...(why !== undefined && { why }),
    ...(next !== undefined && { next }),
  }
}

/** Without a file, what is missing is missing from the command line. */
const isMissing = ({ message }: PathProblem): boolean => message.endsWith('missing')

const isAskedByFlag = (problem: PathProblem): boolean => isMissing(problem) && dotted(problem.path) in flagOf

const flagOf: Readonly<Record<string, string>> = {
  name: '--name',
  region: '--region',
  zones: '--zones',
  environments: '--environments',
  account: '--account',
  components: '--with',
  'components.vpc.cidr': '--cidr',
}

function flagPaths(overrides: Overrides): { data: Data; locate: (path: Path) => string | undefined } {
  const { name, region, zones, environments, account, cidr } = overrides
  const added = Object.fromEntries((overrides.with ?? []).map((component) => [component, true]))
  const vpc = cidr === undefined ? {} : { vpc: { cidr } }
  const components = { ...added, ...vpc }
  const given = { name, region, zones, environments, account }
  const data: Data = {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(Object.keys(components).length > 0 && { components }),
  }
  return {
    data,
    locate(path) {
      const text = dotted(path)
      if (text === 'components.vpc.cidr' && cidr !== undefined) return '--cidr'
      const [first, second] = path
      if (first === 'components' && typeof second === 'string') {
        const known = componentNames.some((known) => known === second)
        return path.length === 2 && second in added && !known ? '--with' : undefined
      }
      return typeof first === 'string' && first in data && first !== 'components' ? flagOf[first] : undefined
    },
  }
}
