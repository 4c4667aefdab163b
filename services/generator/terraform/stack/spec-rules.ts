import { nearest } from '@nimbus/kernel/define'
import { acceptableName, longestEnvironment, longestName, refusedName } from '../facts/names.ts'
import { regionNames, zonesOf } from '../facts/regions.ts'
import type { Path } from '../problem.ts'
import { type ComponentName, componentNames, type Spec } from '../spec/schema.ts'
import { environmentsOf, type Report, type Setting } from './setting.ts'

/** Gives the components of a stack, with the vpc that others need; refuses none, and an environment with one of its own. */
export function componentsOf(spec: Spec, { problems, notes }: Report): readonly ComponentName[] {
  const named = componentNames.filter((name) => spec.components[name] !== undefined)
  if (named.length === 0) {
    const next = `name at least one of ${componentNames.join(', ')}`
    problems.push({
      path: ['components'],
      message: 'components: there is none',
      why: 'an empty stack builds nothing',
      next,
    })
  }
  for (const [environment, { components = {} }] of environmentsOf(spec)) {
    for (const name of componentNames.filter((name) => components[name] !== undefined && !named.includes(name))) {
      if (name === 'vpc' && (named.includes('eks') || named.includes('rds'))) continue
      problems.push({
        path: ['environments', environment, 'components', name],
        message: `environments.${environment}.components.${name}: the stack has no ${name}`,
        why: 'every environment of a stack has the same components',
        next: `add ${name}: true to components`,
      })
    }
  }
  const needing = named.filter((name) => name === 'eks' || name === 'rds')
  if (needing.length === 0 || named.includes('vpc')) return named
  notes.push(`a vpc was added: ${needing.join(' and ')} cannot be without one`)
  return ['vpc', ...named]
}

/** Refuses names that AWS would refuse once they are built upon, and environments given twice. */
export function checkNames(spec: Spec, environments: readonly (readonly [string, unknown])[], { problems }: Report) {
  const check = (path: Path, name: string, longest: number) => {
    const why = refusedName(name, longest)
    if (why === undefined) return
    const message = `${path[0]}: ${name} cannot be used as a name`
    problems.push({ path, message, why, next: `use ${acceptableName(name, longest)}, for example` })
  }
  check(['name'], spec.name, longestName)
  const seen = new Set<string>()
  for (const [index, [name]] of environments.entries()) {
    const path = ['environments', Array.isArray(spec.environments) ? index : name]
    check(path, name, longestEnvironment)
    if (seen.has(name)) {
      const why = 'each environment has a folder and a state of its own'
      problems.push({
        path,
        message: `environments: ${name} is given twice`,
        why,
        next: 'remove or rename one of them',
      })
    }
    seen.add(name)
  }
}

/** Refuses a region that does not exist, and more zones than it has. */
export function checkRegion(spec: Spec, settings: readonly Setting[], { problems }: Report) {
  const zones = zonesOf(spec.region)
  if (zones.length === 0) {
    const right = nearest(spec.region, regionNames) ?? regionNames.find((name) => spec.region.startsWith(name))
    const next = right ? `did you mean ${right}?` : `use a region such as eu-central-1 or us-east-1`
    const apart = /^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/.test(spec.region)
    const message = `region: ${spec.region} is not a region ${apart ? 'that an ordinary account of AWS has' : 'of AWS'}`
    const why = apart
      ? 'China, GovCloud and the other clouds apart have accounts, names and services of their own, which are not generated for'
      : 'the table of regions (checked 2026-02) does not hold it'
    problems.push({
      path: ['region'],
      message,
      why,
      next: apart ? 'use a region such as eu-central-1 or us-east-1' : next,
    })
    return
  }
  for (const setting of settings) {
    if (setting.zones <= zones.length) continue
    setting.refuse({
      path: setting.place('zones'),
      message: `zones: ${setting.zones} is more than ${spec.region} has`,
      why: `an account has ${zones.length} zones there: ${zones.join(', ')}`,
      next: `use ${zones.length} or fewer`,
    })
  }
}

/** What every service takes in keys and values of tags; IAM and EC2 refuse anything else, when it is applied. */
const taggable = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

/** Refuses tags that AWS keeps for itself, and those that it does not take. */
export function checkTags(spec: Spec, settings: readonly Setting[], { problems }: Report) {
  const groups: (readonly [Path, Readonly<Record<string, string>> | undefined])[] = [
    [['tags'], spec.tags],
    ...settings.map(({ environment, override }) => [['environments', environment, 'tags'], override.tags] as const),
  ]
  for (const [path, tags = {}] of groups) {
    for (const key of Object.keys(tags).filter((key) => key.toLowerCase().startsWith('aws:'))) {
      const why = 'AWS keeps tags that begin with aws: for itself'
      problems.push({ path: [...path, key], message: `tags: ${key} cannot be set`, why, next: 'choose another key' })
    }
    for (const [key, value] of Object.entries(tags)) {
      if (taggable.test(key) && taggable.test(value)) continue
      problems.push({
        path: [...path, key],
        message: `tags: ${taggable.test(key) ? `the value of ${key}` : JSON.stringify(key)} has a character that AWS refuses`,
        why: 'AWS takes letters, digits, blanks and _ . : / = + - @',
        next: 'leave it out',
      })
    }
  }
}
