import { ranges } from '../facts/quotas.ts'
import { part, type Range } from './cidr.ts'

/** Kinds of subnet: reachable from outside, able to reach outside, neither. */
export const tiers = ['public', 'private', 'data'] as const

/** The subnets of one zone. */
export type ZoneSubnets = Readonly<Record<(typeof tiers)[number], Range>>

/**
 * How a VPC's range is divided: `slots` subnets of equal size, three for each zone in order.
 *
 * There are slots for every zone the region has, never for only those in use, so that a zone added later takes free
 * ones. In a range too small for that there are as many of the smallest subnets AWS allows as fit.
 */
export function slotsOf({ prefix }: Range, zonesInRegion: number): { slots: number; prefix: number } {
  const wanted = Math.max(4, Math.ceil(Math.log2(zonesInRegion * tiers.length)))
  const bits = Math.max(0, Math.min(wanted, ranges.smallest - prefix))
  return { slots: 2 ** bits, prefix: prefix + bits }
}

/** Gives the subnets of the nth zone of the region, counting from 0; the caller checks that the slots suffice. */
export function subnetsOf(vpc: Range, zonesInRegion: number, zone: number): ZoneSubnets {
  const { prefix } = slotsOf(vpc, zonesInRegion)
  const [first, second, third] = [0, 1, 2].map((tier) => part(vpc, prefix, zone * tiers.length + tier)) as [
    Range,
    Range,
    Range,
  ]
  return { public: first, private: second, data: third }
}

/** The largest prefix length (smallest range) that holds this many zones. */
export function smallestFor(zones: number, zonesInRegion: number): number {
  for (let prefix: number = ranges.smallest; prefix > ranges.largest; prefix--) {
    if (slotsOf({ start: 0, prefix }, zonesInRegion).slots >= zones * tiers.length) return prefix
  }
  return ranges.largest
}
