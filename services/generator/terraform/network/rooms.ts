import { ranges } from '../facts/quotas.ts'
import { part, type Range } from './cidr.ts'

/** Rooms that common environments get wherever they stand in the list, so that inserting one moves no other. */
const usualRooms: Readonly<Record<string, number>> = {
  dev: 0,
  development: 0,
  test: 1,
  qa: 1,
  staging: 2,
  stage: 2,
  prod: 3,
  production: 3,
}

/**
 * How a shared range is divided into rooms of equal size, one for each environment.
 *
 * There are up to eight, fewer when the range is so small that a room would be under /24. The division depends on the
 * range alone: an environment added later finds a room and moves nobody.
 */
export function roomsOf({ prefix }: Range): { count: number; prefix: number } {
  const bits = Math.max(0, Math.min(3, 24 - prefix))
  return { count: 2 ** bits, prefix: Math.max(prefix + bits, ranges.largest) }
}

/**
 * Gives each environment the number of its room.
 *
 * A room recorded by an earlier generation is kept; then environments with a usual name get their usual room if it is
 * free, then the others the lowest free one from the middle on, in the order given. Environments without a room are
 * absent from the result: the range holds too few.
 */
export function assignRooms(
  environments: readonly string[],
  count: number,
  recorded: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
  const rooms = new Map<string, number>()
  const taken = new Set(Object.values(recorded).filter((room) => room < count))
  const take = (environment: string, room: number | undefined) => {
    if (room === undefined) return
    rooms.set(environment, room)
    taken.add(room)
  }

  for (const environment of environments) {
    const room = recorded[environment]
    if (room !== undefined && room < count) take(environment, room)
  }
  for (const environment of environments) {
    const usual = usualRooms[environment]
    if (!rooms.has(environment) && usual !== undefined && usual < count && !taken.has(usual)) take(environment, usual)
  }
  const order = Array.from({ length: count }, (_, index) => (index + Math.floor(count / 2)) % count)
  for (const environment of environments) {
    if (!rooms.has(environment))
      take(
        environment,
        order.find((room) => !taken.has(room)),
      )
  }
  return rooms
}

/** The range of a room. */
export function roomRange(shared: Range, room: number): Range {
  return part(shared, roomsOf(shared).prefix, room)
}
