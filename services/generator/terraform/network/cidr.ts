/** An IPv4 range: its first address as an unsigned number, and its prefix length. */
export type Range = { readonly start: number; readonly prefix: number }

/** How many addresses a prefix length spans. */
export function sizeOf(prefix: number) {
  return 2 ** (32 - prefix)
}

/** Reads `10.20.0.0/16`. Gives a reason in words when the text is no range or does not start on its boundary. */
export function parseRange(text: string): { range: Range } | { why: string; next: string } {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text)
  if (match === null) {
    const why = text.includes(':') ? 'it is an IPv6 range; VPC ranges here are IPv4' : 'a range is written address/size'
    return { why, next: 'write it like 10.20.0.0/16' }
  }
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number)
  const large = [a, b, c, d].find((part) => part > 255)
  if (large !== undefined) return { why: `${large} is above 255`, next: 'write it like 10.20.0.0/16' }
  if (prefix > 32) return { why: `/${prefix} is above /32`, next: 'write it like 10.20.0.0/16' }
  const address = ((a * 256 + b) * 256 + c) * 256 + d
  const start = address - (address % sizeOf(prefix))
  const range = { start, prefix }
  if (start === address) return { range }
  return { why: `a /${prefix} does not start at that address`, next: `did you mean ${printRange(range)}?` }
}

/** Gives `10.20.0.0/16`. */
export function printRange({ start, prefix }: Range) {
  return `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.')}/${prefix}`
}

/** The nth range of a given size inside a range, counting from 0; the caller checks that there are so many. */
export function part({ start }: Range, prefix: number, index: number): Range {
  return { start: start + index * sizeOf(prefix), prefix }
}

/** Whether two ranges share an address. */
export function overlap(a: Range, b: Range) {
  return a.start < b.start + sizeOf(b.prefix) && b.start < a.start + sizeOf(a.prefix)
}

/** Whether every address of `inner` is one of `outer`. */
export function contains(outer: Range, inner: Range) {
  return outer.start <= inner.start && inner.start + sizeOf(inner.prefix) <= outer.start + sizeOf(outer.prefix)
}

/**
 * Ranges that nobody else on the internet uses.
 *
 * Sources: RFC 1918 (1996) and RFC 6598 (2012).
 */
const privateRanges: readonly Range[] = [
  { start: 0x0a000000, prefix: 8 },
  { start: 0xac100000, prefix: 12 },
  { start: 0xc0a80000, prefix: 16 },
  { start: 0x64400000, prefix: 10 },
]

/** Whether a range lies wholly in address space reserved for private networks. */
export function isPrivate(range: Range) {
  return privateRanges.some((reserved) => contains(reserved, range))
}
