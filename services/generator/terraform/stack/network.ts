import { quotas, ranges } from '../facts/quotas.ts'
import { zonesOf } from '../facts/regions.ts'
import { isPrivate, parseRange, part, printRange, type Range, sizeOf } from '../network/cidr.ts'
import { roomRange, roomsOf } from '../network/rooms.ts'
import { slotsOf, smallestFor, subnetsOf, tiers } from '../network/subnets.ts'
import type { Path } from '../problem.ts'
import type { Spec } from '../spec/schema.ts'
import type { Setting } from './setting.ts'
import type { Network } from './stack.ts'

/** The range that environments share when the spec names none. */
export const defaultRange = '10.20.0.0/16'

type Vpc = Exclude<NonNullable<Spec['components']['vpc']>, true>

/**
 * Gives the range of an environment's VPC: its own when it names one, else its room in the shared range. Refuses what
 * is no range, and an environment that has no room left.
 */
export function vpcRange(setting: Setting, room: number | undefined, environments: number): Range | undefined {
  const { cidr = defaultRange } = setting.component('vpc') as Vpc
  const path = setting.place('components', 'vpc', 'cidr')
  const parsed = parseRange(cidr)
  if ('why' in parsed) {
    setting.refuse({ path, message: `${path.join('.')}: ${cidr} cannot be used`, why: parsed.why, next: parsed.next })
    return undefined
  }
  if (!isPrivate(parsed.range)) {
    setting.note(`${cidr} is not a private range: those addresses on the internet become unreachable from this VPC`)
  }
  if (path[0] === 'environments') return ownRange(setting, parsed.range, path)
  if (room !== undefined) return checkedSize(setting, roomRange(parsed.range, room), path, cidr)

  const { count } = roomsOf(parsed.range)
  const wanted = Math.max(8, parsed.range.prefix - Math.ceil(Math.log2(environments)) + Math.log2(count))
  setting.refuse({
    path: setting.place('components', 'vpc', 'cidr'),
    message: `components.vpc.cidr: ${cidr} has no room for ${environments} environments`,
    why: `each environment gets a range of its own; ${cidr} holds ${count}`,
    next: `use a range of /${wanted} or larger, or give ${setting.environment} its own components.vpc.cidr`,
  })
  return undefined
}

function ownRange(setting: Setting, range: Range, path: Path) {
  return checkedSize(setting, range, path, printRange(range))
}

function checkedSize(setting: Setting, range: Range, path: Path, written: string): Range | undefined {
  if (range.prefix >= ranges.largest && range.prefix <= ranges.smallest) return range
  setting.refuse({
    path,
    message: `${path.join('.')}: ${written} is no size for a VPC`,
    why: `AWS allows /${ranges.largest} to /${ranges.smallest}`,
    next: `use ${printRange(part(range, range.prefix < ranges.largest ? ranges.largest : ranges.smallest, 0))}`,
  })
  return undefined
}

/** Gives the network of an environment in its range, or undefined when its zones do not fit; says what costs. */
export function resolveNetwork(setting: Setting, range: Range): Network | undefined {
  const zones = zonesOf(setting.region)
  const { slots } = slotsOf(range, zones.length)
  const fitting = Math.floor(slots / tiers.length)
  if (setting.zones > fitting) {
    const enough = smallestFor(setting.zones, zones.length)
    const shared = setting.place('components', 'vpc', 'cidr')[0] !== 'environments'
    const written = (setting.component('vpc') as Vpc).cidr ?? defaultRange
    const parsed = parseRange(written)
    const bits = shared && 'range' in parsed ? Math.log2(roomsOf(parsed.range).count) : 0
    setting.refuse({
      path: setting.place('zones'),
      message: `zones: ${setting.zones} is more than the address range can hold`,
      why: `${printRange(range)} has room for ${slots} subnets of the smallest size AWS allows (/${ranges.smallest}); ${setting.zones} zones × ${tiers.length} tiers need ${setting.zones * tiers.length}`,
      next: `use a range of /${enough - bits} or larger${fitting > 0 ? `, or at most ${plural(fitting, 'zone')}` : ''}`,
    })
    return undefined
  }

  const { nat = setting.care === 'production' ? 'per-zone' : 'single' } = setting.component('vpc') as Vpc
  if (nat === 'single' && setting.zones > 1) {
    setting.note(
      `${setting.environment}: one NAT gateway serves all zones; while its zone is down, nothing reaches out`,
    )
  }
  return {
    cidr: printRange(range),
    nat,
    zones: zones.slice(0, setting.zones).map((name, index) => {
      const subnets = subnetsOf(range, zones.length, index)
      return {
        name,
        public: printRange(subnets.public),
        private: printRange(subnets.private),
        data: printRange(subnets.data),
      }
    }),
  }
}

/** Says when the environments of one account together need more than a new account may have. */
export function noteQuotas(networks: readonly Network[], region: string, note: (text: string) => void) {
  const gateways = networks.map(({ nat, zones }) => (nat === 'none' ? 0 : nat === 'single' ? 1 : zones.length))
  const addresses = gateways.reduce((sum, count) => sum + count, 0)
  if (addresses > quotas.elasticAddressesPerRegion) {
    note(
      `${addresses} NAT gateways need ${addresses} Elastic IP addresses; an account starts with ${quotas.elasticAddressesPerRegion} in ${region}: raise the quota, use nat: single, or an account for each environment`,
    )
  }
  if (networks.length > quotas.vpcsPerRegion) {
    note(`${networks.length} VPCs; an account starts with ${quotas.vpcsPerRegion} in ${region}: raise the quota`)
  }
}

/** Addresses that pods and nodes can have in one private subnet. */
export function privateAddresses(network: Network) {
  const [zone] = network.zones
  if (zone === undefined) return 0
  const parsed = parseRange(zone.private)
  return 'range' in parsed ? sizeOf(parsed.range.prefix) - ranges.reservedAddresses : 0
}

function plural(count: number, noun: string) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
