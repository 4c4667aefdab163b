import { dotted, type Path, type PathProblem } from '../problem.ts'
import { type Data, isData, merge } from '../spec/merge.ts'
import type { Override, Spec } from '../spec/schema.ts'

/** How careful the defaults are: `dev` may be cheap, `production` may not share a point of failure. */
export type Care = 'dev' | 'shared' | 'production'

/** One environment's own view of the spec while its components are resolved. */
export type Setting = {
  readonly environment: string
  readonly care: Care
  readonly region: string
  readonly today: string
  readonly zones: number
  readonly override: Override
  /** The settings of a component with the environment's own laid upon them; empty when it is not in the spec. */
  readonly component: (name: 'vpc' | 'eks' | 'rds') => Data
  /** Where a value was written: in the environment's own part when it is there, else in the common part. */
  readonly place: (...path: Path) => Path
  readonly refuse: (problem: PathProblem) => void
  readonly note: (text: string) => void
}

/** What resolving collects: problems refuse the spec, notes are said with the result. */
export type Report = { readonly problems: PathProblem[]; readonly notes: string[] }

const dev = new Set(['dev', 'development', 'local', 'sandbox'])
const production = new Set(['prod', 'production', 'live'])

/** Gives the names of a spec's environments, and what each says differently. */
export function environmentsOf(spec: Spec): readonly (readonly [string, Override])[] {
  if (spec.environments === undefined) return [['dev', {}]]
  if (Array.isArray(spec.environments)) return spec.environments.map((name) => [name, {}])
  return Object.entries(spec.environments).map(([name, override]) => [name, override ?? {}])
}

/** Gives one environment's view of the spec; what it refuses and notes goes into the report, each thing once. */
export function settingOf(
  spec: Spec,
  [environment, override]: readonly [string, Override],
  today: string,
  { problems, notes }: Report,
): Setting {
  const own: Path = ['environments', environment]
  return {
    environment,
    care: dev.has(environment) ? 'dev' : production.has(environment) ? 'production' : 'shared',
    region: spec.region,
    today,
    zones: override.zones ?? spec.zones ?? 2,
    override,
    component(name) {
      const merged = merge(spec.components[name], override.components?.[name])
      return isData(merged) ? merged : {}
    },
    place(...path) {
      let value: unknown = override
      for (const step of path) value = (value as Record<string | number, unknown> | undefined)?.[step]
      return value === undefined ? path : [...own, ...path]
    },
    refuse(problem) {
      const known = problems.some(
        ({ message, path }) => message === problem.message && dotted(path) === dotted(problem.path),
      )
      if (!known) problems.push(problem)
    },
    note(text) {
      if (!notes.includes(text)) notes.push(text)
    },
  }
}
