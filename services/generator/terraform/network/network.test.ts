import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { contains, isPrivate, overlap, parseRange, part, printRange, type Range, sizeOf } from './cidr.ts'
import { assignRooms, roomRange, roomsOf } from './rooms.ts'
import { slotsOf, smallestFor, subnetsOf, tiers } from './subnets.ts'

const range = (least: number, most: number) =>
  fc
    .tuple(fc.integer({ min: least, max: most }), fc.nat())
    .map(([prefix, seed]): Range => part({ start: 0, prefix: 0 }, prefix, seed % 2 ** prefix))
const zonesInRegion = fc.constantFrom(2, 3, 4, 6)
const environment = fc.stringMatching(/^[a-z]{1,8}$/)

describe('ranges', () => {
  test('print as they were read', () => {
    fc.assert(fc.property(range(0, 32), (any) => expect(parseRange(printRange(any))).toEqual({ range: any })))
  })

  test.each([
    ['10.20.0.0', 'a range is written address/size'],
    ['10.20.0.0/33', '/33 is above /32'],
    ['10.300.0.0/16', '300 is above 255'],
    ['10.20.1.0/16', 'a /16 does not start at that address'],
    ['fd00::/8', 'it is an IPv6 range; VPC ranges here are IPv4'],
  ])('refuse %s', (text, why) => expect(parseRange(text)).toMatchObject({ why }))

  test('offer the range that was probably meant', () => {
    expect(parseRange('10.20.1.0/16')).toMatchObject({ next: 'did you mean 10.20.0.0/16?' })
  })

  test('know which addresses belong to private networks', () => {
    const isPrivateText = (text: string) => {
      const parsed = parseRange(text)
      return 'range' in parsed && isPrivate(parsed.range)
    }
    expect(['10.0.0.0/8', '172.31.0.0/16', '192.168.4.0/22', '100.64.0.0/16'].map(isPrivateText)).not.toContain(false)
    expect(['11.0.0.0/16', '172.32.0.0/16', '8.8.8.0/24', '0.0.0.0/0'].map(isPrivateText)).not.toContain(true)
  })
})

describe('rooms of environments', () => {
  test('lie inside the shared range and never overlap', () => {
    fc.assert(
      fc.property(range(8, 28), (shared) => {
        const rooms = Array.from({ length: roomsOf(shared).count }, (_, room) => roomRange(shared, room))
        expect(rooms.every((room) => contains(shared, room))).toBe(true)
        expect(rooms.some((a, i) => rooms.some((b, j) => i < j && overlap(a, b)))).toBe(false)
      }),
    )
  })

  test('stay where they are when environments are added anywhere, once they are recorded', () => {
    fc.assert(
      fc.property(fc.uniqueArray(environment, { minLength: 2, maxLength: 8 }), fc.nat(), (all, seed) => {
        const before = all.filter((_, index) => (seed >> index) % 2 === 0)
        const first = assignRooms(before, 8, {})
        const second = assignRooms(all, 8, Object.fromEntries(first))
        for (const name of before) expect(second.get(name)).toBe(first.get(name) as number)
        expect(new Set(second.values()).size).toBe(all.length)
      }),
    )
  })

  test('stay for usual names even when nothing is recorded', () => {
    const small = assignRooms(['dev', 'production'], 8, {})
    const large = assignRooms(['dev', 'review', 'staging', 'production'], 8, {})
    expect([large.get('dev'), large.get('production')]).toEqual([small.get('dev'), small.get('production')])
  })

  test('run out only when there are more environments than rooms', () => {
    expect(assignRooms(['a', 'b', 'c'], 2, {}).size).toBe(2)
  })
})

describe('subnets', () => {
  const vpc = fc.tuple(range(16, 28), zonesInRegion)

  test('lie inside the VPC, never overlap and keep to the sizes AWS allows', () => {
    fc.assert(
      fc.property(vpc, ([inside, inRegion]) => {
        const { slots, prefix } = slotsOf(inside, inRegion)
        const fitting = Math.min(inRegion, Math.floor(slots / tiers.length))
        const all = Array.from({ length: fitting }, (_, zone) =>
          Object.values(subnetsOf(inside, inRegion, zone)),
        ).flat()
        expect(prefix).toBeLessThanOrEqual(28)
        expect(all.every((subnet) => contains(inside, subnet))).toBe(true)
        expect(all.some((a, i) => all.some((b, j) => i < j && overlap(a, b)))).toBe(false)
      }),
    )
  })

  test('depend on the zone and never on how many zones are in use', () => {
    const { range: inside } = parseRange('10.20.0.0/19') as { range: Range }
    expect(printRange(subnetsOf(inside, 3, 1).private)).toBe('10.20.8.0/23')
    expect(sizeOf(subnetsOf(inside, 3, 1).private.prefix)).toBe(512)
  })

  test('say which range would have been large enough', () => {
    expect(slotsOf({ start: 0, prefix: 26 }, 6).slots).toBe(4)
    expect(smallestFor(5, 6)).toBe(24)
    expect(smallestFor(1, 3)).toBe(26)
  })
})
