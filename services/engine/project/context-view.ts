import type { Concluded } from './conclude.ts'
import { environmentKind } from './environment-names.ts'
import { type InForce, type Source, valueAt } from './in-force.ts'

/** A value, who says it, and where. */
export interface Placed {
  value: string
  from: Source
  at: string[]
}

/** An environment of the project. */
export interface PlacedEnvironment {
  name: string
  kind?: string
  region?: Placed
  directories: string[]
  from: Source
  at: string[]
}

/** What plans ask of a project. */
export interface ProjectView {
  name?: Placed
  region?: Placed
  regions: Placed[]
  environments: PlacedEnvironment[]
  conventions: { naming?: Placed; tags: Placed[]; requiredTags: Placed[] }
  notes: string[]
}

const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string' && each !== '') : []

const placed = (inForce: InForce, path: readonly string[], value: string, found: readonly Concluded[]): Placed => ({
  value,
  from: inForce.sourceOf(path),
  at: inForce.placesOf(path, found.find((each) => each.value === value)?.at),
})

const listed = (inForce: InForce, path: readonly string[], found: readonly Concluded[]): Placed[] =>
  textsIn(valueAt(inForce.sections, path)).map((value) => placed(inForce, path, value, found))

/** The text at a path, with who says so; what is there and no text is ignored, and noted. */
const single = (
  inForce: InForce,
  path: readonly string[],
  found: Concluded | undefined,
  notes: string[],
): Placed | undefined => {
  const value = valueAt(inForce.sections, path)
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string' && value !== '') return placed(inForce, path, value, found ? [found] : [])
  notes.push(`${path.join('.')} is no text and was ignored`)
  return undefined
}

const environmentsOf = (inForce: InForce, notes: string[]): PlacedEnvironment[] => {
  const section = inForce.sections.environments
  // People also write a plain list of names.
  const names = Array.isArray(section) ? textsIn(section) : Object.keys(section ?? {})
  if (section !== undefined && section !== null && typeof section !== 'object')
    notes.push('environments is no map of names and was ignored')
  return (typeof section === 'object' ? names : []).map((name) => {
    const path = Array.isArray(section) ? ['environments'] : ['environments', name]
    const found = inForce.conclusions.environments.find((each) => each.name === name)
    const kind = valueAt(inForce.sections, [...path, 'kind'])
    const known = typeof kind === 'string' ? kind : environmentKind(name)
    const region = Array.isArray(section) ? undefined : single(inForce, [...path, 'region'], found?.region, notes)
    return {
      name,
      ...(known === undefined ? {} : { kind: known }),
      ...(region ? { region } : {}),
      directories: textsIn(valueAt(inForce.sections, [...path, 'directories'])),
      from: inForce.sourceOf(path),
      at: inForce.placesOf(path, found?.at),
    }
  })
}

/** What is in force, in the form in which plans ask for it. */
export const projectView = (inForce: InForce): ProjectView => {
  const notes: string[] = []
  const { conclusions } = inForce
  const name = single(inForce, ['name'], conclusions.name, notes)
  const region = single(inForce, ['region'], conclusions.region, notes)
  const naming = single(inForce, ['conventions', 'naming'], conclusions.naming, notes)
  const several = listed(inForce, ['regions'], conclusions.regions)
  return {
    ...(name ? { name } : {}),
    ...(region ? { region } : {}),
    regions: several.length > 0 ? several : region ? [region] : [],
    environments: environmentsOf(inForce, notes),
    conventions: {
      ...(naming ? { naming } : {}),
      tags: listed(inForce, ['conventions', 'tags'], conclusions.tags),
      requiredTags: listed(inForce, ['conventions', 'required_tags'], conclusions.requiredTags),
    },
    notes,
  }
}
