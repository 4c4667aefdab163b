import { environmentKind } from './environment-names.ts'
import type { Evidence, Plain, PlainMap } from './facts.ts'
import { sorted } from './facts.ts'

/** A value with the places that say it. */
export interface Concluded {
  value: string
  at: readonly string[]
}

/** An environment as the project shows it. */
export interface Environment {
  name: string
  /** development, test, staging or production; undefined when its name does not say. */
  kind?: string
  /** Only when all that is said of this environment agrees. */
  region?: Concluded
  /** Directories that are its own. */
  directories: readonly string[]
  at: readonly string[]
}

/** What all evidence together says. */
export interface Conclusions {
  name?: Concluded
  /** Only when the project names one region and no other. */
  region?: Concluded
  regions: readonly Concluded[]
  environments: readonly Environment[]
  /** How names of resources are put together; only when most of them agree. */
  naming?: Concluded
  tags: readonly Concluded[]
  requiredTags: readonly Concluded[]
}

/** The most places that are told of one value. */
const mostPlaces = 5

const valuesOf = (evidence: readonly Evidence[], of: Evidence['of']): Concluded[] => {
  const groups = Map.groupBy(
    evidence.filter((each) => each.of === of),
    ({ value }) => value,
  )
  return [...groups]
    .map(([value, found]) => ({ value, at: [...new Set(found.map(({ at }) => at))].slice(0, mostPlaces) }))
    .sort((a, b) => (a.value < b.value ? -1 : 1))
}

const onlyOne = <T>(values: readonly T[]): T | undefined => (values.length === 1 ? values[0] : undefined)

const environmentsOf = (evidence: readonly Evidence[]): Environment[] =>
  valuesOf(evidence, 'environment').map(({ value: name, at }) => {
    const own = evidence.filter((each) => each.of === 'environment' && each.value === name)
    const directories = [...new Set(own.flatMap(({ directory }) => directory ?? []))].sort()
    const region = onlyOne(
      valuesOf(
        evidence.filter((each) => each.environment === name),
        'region',
      ),
    )
    const kind = environmentKind(name)
    return { name, ...(kind ? { kind } : {}), ...(region ? { region } : {}), directories, at }
  })

const namingOf = (evidence: readonly Evidence[]): Concluded | undefined => {
  const all = evidence.filter(({ of }) => of === 'naming')
  const groups = [...Map.groupBy(all, ({ value }) => value)].sort(([, a], [, b]) => b.length - a.length)
  const [first] = groups
  if (!first || first[1].length < 2 || first[1].length * 2 <= all.length) return undefined
  return { value: first[0], at: [...new Set(first[1].map(({ at }) => at))].slice(0, mostPlaces) }
}

/** Draws conclusions: of a name the first that was said counts, of a region only one that nothing contradicts. */
export const conclude = (evidence: readonly Evidence[]): Conclusions => {
  const name = evidence.find(({ of }) => of === 'name')
  const regions = valuesOf(evidence, 'region')
  const region = onlyOne(regions)
  const naming = namingOf(evidence)
  return {
    ...(name ? { name: { value: name.value, at: [name.at] } } : {}),
    ...(region ? { region } : {}),
    regions,
    environments: environmentsOf(evidence),
    ...(naming ? { naming } : {}),
    tags: valuesOf(evidence, 'tag'),
    requiredTags: valuesOf(evidence, 'required-tag'),
  }
}

const environmentFacts = ({ kind, region, directories }: Environment): PlainMap => ({
  ...(kind ? { kind } : {}),
  ...(region ? { region: region.value } : {}),
  ...(directories.length > 0 ? { directories } : {}),
})

/** The sections of the project file that hold conclusions. */
export const conclusionFacts = (concluded: Conclusions): PlainMap => {
  const { name, region, regions, environments, naming, tags, requiredTags } = concluded
  const conventions: Record<string, Plain> = {
    ...(naming ? { naming: naming.value } : {}),
    ...(tags.length > 0 ? { tags: tags.map(({ value }) => value) } : {}),
    ...(requiredTags.length > 0 ? { required_tags: requiredTags.map(({ value }) => value) } : {}),
  }
  return {
    ...(name ? { name: name.value } : {}),
    ...(region ? { region: region.value } : {}),
    ...(regions.length > 1 ? { regions: regions.map(({ value }) => value) } : {}),
    ...(environments.length > 0
      ? { environments: sorted(environments.map((each): [string, Plain] => [each.name, environmentFacts(each)])) }
      : {}),
    ...(Object.keys(conventions).length > 0 ? { conventions } : {}),
  }
}
