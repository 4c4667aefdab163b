import type { Ledger, LedgerLine } from '@nimbus/kernel/define'
import { modelName, type SpendingCall } from './call.ts'

/**
 * How long the answers of a model were for a kind of task, as counts of lengths in half octaves on accounts of the
 * ledger: they grow with the settlement of a call, and reading them never looks at the calls themselves.
 */
type Asked = Pick<SpendingCall, 'provider' | 'model' | 'taskType'>

/** So much of the answers are no longer than what is expected. */
const share = 0.95
/** With fewer answers the highest twentieth would be a matter of chance. */
const fewest = 20
/** 2^20 tokens are more than any model gives. */
const last = 40
/** How long a process goes by what it read, in milliseconds; that there is too little to go by may change soon. */
const remembered = { length: 30_000, nothing: 1_000 }

const bucketOf = (tokens: number): number => Math.min(last, Math.max(0, Math.ceil(2 * Math.log2(Math.max(1, tokens)))))

const longestIn = (bucket: number): number => Math.floor(2 ** (bucket / 2))

const prefixOf = (call: Asked, month: string): string => `output/${month}/${modelName(call)}/${call.taskType ?? '-'}/`

const monthBefore = (at: Date): string =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1)).toISOString().slice(0, 7)

let latest = { day: Number.NaN, month: '' }

/** The month of a moment, as `2026-11`; every call asks, and it is the same all day. */
const monthOf = (at: Date): string => {
  const day = Math.floor(at.getTime() / 86_400_000)
  if (day !== latest.day) latest = { day, month: at.toISOString().slice(0, 7) }
  return latest.month
}

/** What the settlement of an answer of so many tokens adds. */
export const outputLine = (call: Asked, at: Date, tokens: number): LedgerLine => ({
  account: `${prefixOf(call, monthOf(at))}${bucketOf(tokens)}`,
  amount: 1,
})

/** The length that all but a twentieth of some answers keep to, by their counts; undefined when they are few. */
export const highLength = (counts: readonly number[]): number | undefined => {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total < fewest) return undefined
  let seen = 0
  const bucket = counts.findIndex((count) => {
    seen += count
    return seen >= share * total
  })
  return longestIn(bucket)
}

type Length = number | undefined

interface Expected {
  length: Length
  until: number
}

const known = new WeakMap<Ledger, Map<string, Expected>>()

/**
 * The tokens that an answer is expected to keep to, from this month and the last; undefined when there is too little
 * history. At most half a minute old, and known at once while it is.
 */
export const expectedOutput = (call: Asked, ledger: Ledger, at: Date): Length | Promise<Length> => {
  const prefix = prefixOf(call, monthOf(at))
  const found = known.get(ledger)?.get(prefix)
  return found && at.getTime() < found.until ? found.length : lookUp(call, prefix, ledger, at)
}

const lookUp = async (call: Asked, prefix: string, ledger: Ledger, at: Date): Promise<Length> => {
  const own = known.get(ledger) ?? new Map<string, Expected>()
  known.set(ledger, own)
  const before = prefixOf(call, monthBefore(at))
  const buckets = Array.from({ length: last + 1 }, (_, bucket) => bucket)
  const balances = await ledger.balances([prefix, before].flatMap((each) => buckets.map((n) => `${each}${n}`)))
  const counts = buckets.map((n) => (balances[n]?.spent ?? 0) + (balances[last + 1 + n]?.spent ?? 0))
  const length = highLength(counts)
  own.set(prefix, { length, until: at.getTime() + (length === undefined ? remembered.nothing : remembered.length) })
  return length
}
