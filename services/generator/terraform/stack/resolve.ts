import { nearest } from '@nimbus/kernel/define'
import { acceptableName, longestEnvironment, longestName, refusedName } from '../facts/names.ts'
import { regionNames, zonesOf } from '../facts/regions.ts'
import { overlap, parseRange, printRange, type Range } from '../network/cidr.ts'
import { assignRooms, roomsOf } from '../network/rooms.ts'
import type { Path, PathProblem } from '../problem.ts'
import { type ComponentName, componentNames, type Spec } from '../spec/schema.ts'
import { resolveBuckets } from './buckets.ts'
import { resolveCluster } from './cluster.ts'
import { resolveDatabase } from './database.ts'
import { defaultRange, noteQuotas, resolveNetwork, vpcRange } from './network.ts'
import { environmentsOf, type Report, type Setting, settingOf } from './setting.ts'
import type { Environment, Network, Stack } from './stack.ts'

/** What resolving depends on beside the spec: the date, and the rooms that an earlier generation recorded. */
export type Surroundings = {
  /** ISO date, for ends of support. */
  readonly today: string
  readonly rooms: Readonly<Record<string, number>>
}

/**
 * Fills in every default and applies every rule of AWS.
 *
 * Gives the stack with notes on what was adapted or is worth knowing, or all problems at once.
 */
export function resolveStack(
  spec: Spec,
  { today, rooms: recorded }: Surroundings,
): { stack: Stack; notes: readonly string[] } | { problems: readonly PathProblem[] } {
  const report: Report = { problems: [], notes: [] }
  const environments = environmentsOf(spec)
  const settings = environments.map((environment) => settingOf(spec, environment, today, report))
  const components = componentsOf(spec, report)
  checkNames(spec, environments, report)
  checkRegion(spec, settings, report)
  checkTags(spec, settings, report)
  if (report.problems.length > 0) return { problems: report.problems }

  const sharing = settings.filter(({ override }) => !ownsRange(override.components?.vpc))
  const rooms = assignRooms(
    sharing.map(({ environment }) => environment),
    sharedRooms(spec),
    recorded,
  )
  const ranges = components.includes('vpc') ? rangesOf(settings, rooms, sharing.length) : new Map<string, Range>()
  const resolved = settings.map((setting) =>
    resolveEnvironment(spec, setting, components, ranges.get(setting.environment)),
  )
  const networks = resolved.flatMap(({ network }) => (network ? [network] : []))
  noteQuotas(networks, spec.region, (text) => report.notes.push(text))
  if (report.problems.length > 0) return { problems: report.problems }

  const kept = components.includes('vpc') ? Object.fromEntries(rooms) : {}
  const stack = {
    name: spec.name,
    region: spec.region,
    components,
    environments: resolved,
    rooms: { ...recorded, ...kept },
  }
  return { stack, notes: report.notes }
}

function componentsOf(spec: Spec, { problems, notes }: Report): readonly ComponentName[] {
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

function checkNames(spec: Spec, environments: readonly (readonly [string, unknown])[], { problems }: Report) {
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

function checkRegion(spec: Spec, settings: readonly Setting[], { problems }: Report) {
  const zones = zonesOf(spec.region)
  if (zones.length === 0) {
    const right = nearest(spec.region, regionNames) ?? regionNames.find((name) => spec.region.startsWith(name))
    const next = right ? `did you mean ${right}?` : `use a region such as eu-central-1 or us-east-1`
    const message = `region: ${spec.region} is not a region of AWS`
    problems.push({ path: ['region'], message, why: 'the table of regions (checked 2026-02) does not hold it', next })
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

function checkTags(spec: Spec, settings: readonly Setting[], { problems }: Report) {
  const groups: (readonly [Path, Readonly<Record<string, string>> | undefined])[] = [
    [['tags'], spec.tags],
    ...settings.map(({ environment, override }) => [['environments', environment, 'tags'], override.tags] as const),
  ]
  for (const [path, tags = {}] of groups) {
    for (const key of Object.keys(tags).filter((key) => key.toLowerCase().startsWith('aws:'))) {
      const why = 'AWS keeps tags that begin with aws: for itself'
      problems.push({ path: [...path, key], message: `tags: ${key} cannot be set`, why, next: 'choose another key' })
    }
  }
}

/** IAM compares tag keys without case, so a tag of the user's own in any case takes the place of ours. */
function tagsOf(spec: Spec, { environment, override }: Setting): Readonly<Record<string, string>> {
  const tags = new Map<string, readonly [string, string]>()
  const ours = { Project: spec.name, Environment: environment, ManagedBy: 'terraform' }
  for (const [key, value] of [ours, spec.tags ?? {}, override.tags ?? {}].flatMap(Object.entries<string>)) {
    tags.set(key.toLowerCase(), [key, value])
  }
  return Object.fromEntries(tags.values())
}

function ownsRange(vpc: true | { cidr?: string | undefined } | undefined) {
  return typeof vpc === 'object' && vpc.cidr !== undefined
}

function sharedRooms(spec: Spec) {
  const { vpc } = spec.components
  const parsed = parseRange((typeof vpc === 'object' ? vpc.cidr : undefined) ?? defaultRange)
  return 'range' in parsed ? roomsOf(parsed.range).count : 8
}

function rangesOf(settings: readonly Setting[], rooms: ReadonlyMap<string, number>, sharing: number) {
  const ranges = new Map<string, Range>()
  for (const setting of settings) {
    const range = vpcRange(setting, rooms.get(setting.environment), sharing)
    if (range === undefined) continue
    const [other, taken] = [...ranges].find(([, earlier]) => overlap(earlier, range)) ?? []
    if (other !== undefined && taken !== undefined) {
      setting.refuse({
        path: setting.place('components', 'vpc', 'cidr'),
        message: `environments.${setting.environment}: ${printRange(range)} overlaps ${other}`,
        why: `${other} has ${printRange(taken)}; networks that overlap can never be connected`,
        next: 'give one of them another range',
      })
    }
    ranges.set(setting.environment, range)
  }
  return ranges
}

function resolveEnvironment(
  spec: Spec,
  setting: Setting,
  components: readonly ComponentName[],
  range: Range | undefined,
): Environment {
  const { environment, override } = setting
  const network: Network | undefined = range && resolveNetwork(setting, range)
  const account = override.account ?? spec.account
  const state = override.state ?? spec.state
  return {
    name: environment,
    tags: tagsOf(spec, setting),
    ...(account !== undefined && { account }),
    ...(state !== undefined && { state: { bucket: state.bucket, region: state.region ?? spec.region } }),
    logRetentionDays: override.logRetentionDays ?? spec.logRetentionDays ?? (setting.care === 'dev' ? 30 : 365),
    disposable: setting.care === 'dev',
    ...(network && { network }),
    ...(components.includes('eks') && { cluster: resolveCluster(setting, network) }),
    ...(components.includes('rds') && { database: resolveDatabase(setting, network) }),
    ...(components.includes('s3') && { buckets: resolveBuckets(setting, spec) }),
  }
}
