import { overlap, parseRange, printRange, type Range } from '../network/cidr.ts'
import { assignRooms, roomsOf } from '../network/rooms.ts'
import type { PathProblem } from '../problem.ts'
import type { ComponentName, Spec } from '../spec/schema.ts'
import { resolveBuckets } from './buckets.ts'
import { resolveCluster } from './cluster.ts'
import { resolveDatabase } from './database.ts'
import { defaultRange, noteQuotas, resolveNetwork, vpcRange } from './network.ts'
import { environmentsOf, type Report, type Setting, settingOf } from './setting.ts'
import { checkNames, checkRegion, checkTags, componentsOf } from './spec-rules.ts'
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
  for (const sharing of Map.groupBy(resolved, ({ account }) => account).values()) {
    const networks = sharing.flatMap(({ network }) => (network ? [network] : []))
    noteQuotas(networks, spec.region, (text) => report.notes.push(text))
  }
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
