import { namesVariable } from './expand.ts'
import { isMap, type Path } from './problem.ts'

interface Forbidden {
  /** `*` stands for any name. */
  path: Path
  reason: string
  unless?: (value: unknown) => boolean
}

const namesNoProgram = (value: unknown): boolean =>
  typeof value === 'string' && /^(?:(?:api|agent):|[^:]*$)/.test(value)

/** What an untrusted workspace may not say, and why. */
const forbidden: readonly Forbidden[] = [
  { path: ['providers'], reason: 'it decides where prompts and keys are sent' },
  { path: ['tools'], reason: 'it decides which programs run' },
  {
    path: ['agents', '*', 'preferred_tool'],
    reason: 'it decides which program runs',
    unless: (value) => value === 'api',
  },
  { path: ['agents', '*', 'fallback_chain', '*'], reason: 'it decides which program runs', unless: namesNoProgram },
  { path: ['agents', '*', 'profile'], reason: 'its text would be an instruction' },
  { path: ['agents', '*', 'instructions'], reason: 'its text would be an instruction' },
  { path: ['models', '*', 'cost_per_1k_tokens'], reason: 'a lower price would loosen budgets' },
  { path: ['models', '*', 'id'], reason: 'what you say of one model, its price too, would be taken for another' },
  { path: ['models', '*', 'provider'], reason: 'it decides where prompts are sent' },
  { path: ['policies', 'time_zone'], reason: 'it moves the days of budgets' },
  { path: ['policies', 'default_output_tokens'], reason: 'a lower one would loosen budgets' },
  { path: ['policies', 'retention_days'], reason: 'it decides how long your records are kept' },
  { path: ['policies', 'cost_optimization', 'classifier'], reason: 'it would be asked on every call' },
]

const matches = (path: Path, pattern: Path): boolean =>
  path.length === pattern.length && pattern.every((step, i) => step === '*' || step === path[i])

/** Something that was left out, at its place in the file. */
export interface LeftOut {
  path: Path
  reason: string
}

/**
 * What an untrusted workspace may say of all that it said. Variables are never filled in for it: a name in a request can
 * carry a secret away.
 */
export const withoutForbidden = (file: unknown): { value: unknown; leftOut: LeftOut[] } => {
  const leftOut: LeftOut[] = []
  const omitted = Symbol('omitted')
  const walk = (value: unknown, path: Path): unknown => {
    const rule = forbidden.find(({ path: pattern, unless }) => matches(path, pattern) && !unless?.(value))
    const reason =
      rule?.reason ?? (typeof value === 'string' && namesVariable(value) ? 'it would read your environment' : undefined)
    if (reason !== undefined) {
      leftOut.push({ path, reason })
      return omitted
    }
    if (Array.isArray(value)) return value.map((each, i) => walk(each, [...path, i])).filter((each) => each !== omitted)
    if (!isMap(value)) return value
    const kept = Object.entries(value)
      .map(([key, each]): [string, unknown] => [key, walk(each, [...path, key])])
      .filter(([, each]) => each !== omitted)
    return Object.fromEntries(kept)
  }
  return { value: walk(file, []), leftOut }
}
