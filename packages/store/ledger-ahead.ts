import { type LedgerBalance, type LedgerClaim, type LedgerLine, type LedgerReservation, newId } from '@nimbus/kernel'
import { type Advance, advanceClaims, createAdvance } from './ledger-advance.ts'
import type { LedgerJob } from './ledger-work.ts'

/** What a busy process reserves ahead, so that it needs no transaction for each call. */
export interface Ahead {
  /** Something is being set aside: it is in the accounts before it is known here, so whoever reserves waits for it. */
  readonly asking: Promise<void> | undefined
  /** A reservation out of what is set aside ahead, or undefined. */
  take(id: string, claims: readonly LedgerClaim[]): LedgerReservation | undefined
  /** Balances of accounts without what is set aside ahead and not given out. */
  without(balances: readonly LedgerBalance[]): readonly LedgerBalance[]
  /**
   * A reservation of these lines is settled or given back; what is given, where it was given out of what is set aside, is
   * to be called once that is in the database.
   */
  back(id: string, lines: readonly LedgerLine[], spent: readonly LedgerLine[]): (() => void) | undefined
  /** A reservation had to be made in the database: a busy process sets something aside for the next ones. */
  missed(claims: readonly LedgerClaim[], lines: readonly LedgerLine[]): void
  /** Gives back what nothing is using, for whoever is about to look at accounts; whether there was anything. */
  end(): Promise<boolean>
}

/** How long after a settlement a process counts as busy, and how often an advance is looked after, in milliseconds. */
const busyMs = 5
/** How long balances may go by what was known of other processes, in milliseconds: warnings look at them, limits never. */
const longestMs = 3000
/** How long nothing is set aside ahead after a limit left no room for it, in milliseconds. */
const restMs = 1000
/**
 * How many times what was just reserved is set aside ahead: at first, and at most by a process that ran out of it. It
 * takes the calls that are under way at once, and those whose settlement is: some hundred at thousands a second.
 */
const times = { first: 64, growth: 4, most: 1024 }

/**
 * Sets aside ahead while a process settles and reserves without a pause, and gives back as soon as it pauses: within
 * 10 ms. What is given out of it by then becomes a reservation of its own. `work` does a job in one transaction.
 */
export const createAhead = (work: (job: LedgerJob) => Promise<LedgerReservation | undefined>): Ahead => {
  let advance: Advance | undefined
  /** Advances that are about to be given back: until then what they gave out comes back to them. */
  const ending = new Set<Advance>()
  /** An advance that is being set aside, which is in the accounts before it is known here. */
  let asking: Promise<void> | undefined
  let begun = 0
  let settledAt = Number.NEGATIVE_INFINITY
  let notBefore = 0
  let many = times.first
  let growNotBefore = 0
  let timer: Timer | undefined

  const tendLater = (): void => {
    timer = setTimeout(() => void tend(), busyMs)
    timer.unref()
  }

  const end = async (): Promise<boolean> => {
    await asking
    clearTimeout(timer)
    if (!advance) return false
    const ended = advance
    advance = undefined
    ending.add(ended)
    const instead = () => {
      ending.delete(ended)
      return ended.outstanding()
    }
    try {
      await work({ kind: 'give', id: ended.id, lines: [], instead })
    } finally {
      ending.delete(ended)
    }
    return true
  }

  /** What could not be given back now comes back with this process. */
  const giveUp = (): Promise<unknown> => end().catch(() => undefined)

  const tend = async (): Promise<void> => {
    if (advance?.wasUsed() && performance.now() - begun < longestMs) return tendLater()
    await giveUp()
  }

  const ask = async (claims: readonly LedgerClaim[]): Promise<void> => {
    const id = newId('a')
    const reservation = await work({ kind: 'take', id, claims: advanceClaims(claims, many) })
    if (!reservation || reservation.refusal) {
      if (many === times.first) {
        notBefore = performance.now() + restMs
        return
      }
      // Less may fit.
      many /= times.growth
      growNotBefore = performance.now() + restMs
      return ask(claims)
    }
    advance = createAdvance(id, reservation)
    begun = performance.now()
    tendLater()
  }

  /** The advance that a reservation was given out of, which has it back now. */
  const givenBackTo = (id: string, spent: readonly LedgerLine[]): Advance | undefined => {
    if (advance?.back(id, spent)) return advance
    for (const each of ending) if (each.back(id, spent)) return each
    return undefined
  }

  return {
    get asking() {
      return asking
    },
    without: (balances) => advance?.without(balances) ?? balances,
    take: (id, claims) => advance?.take(id, claims),
    back(id, lines, spent) {
      settledAt = performance.now()
      const from = givenBackTo(id, spent)
      if (!from) advance?.settledBeside(lines, spent)
      return from && (() => from.written(spent))
    },
    missed(claims, lines) {
      const now = performance.now()
      advance?.reservedBeside(lines)
      // It ran out of what it had: the next time it sets more aside.
      if (advance?.ranOut && many < times.most && now > growNotBefore) {
        many *= times.growth
        void giveUp()
      }
      if (advance || asking || now < notBefore || now - settledAt > busyMs) return
      const { promise, resolve } = Promise.withResolvers<void>()
      asking = promise
      // By then whoever reserved has gone on, and waits for somebody else.
      setImmediate(async () => {
        try {
          await ask(claims)
        } catch {
          // Whoever needs the database next is told what is wrong with it.
          notBefore = performance.now() + restMs
        } finally {
          asking = undefined
          resolve()
        }
      })
    },
    end,
  }
}
