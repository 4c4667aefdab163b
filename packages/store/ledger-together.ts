import { type Posting, post } from './ledger-accounts.ts'
import type { Sql, Work } from './sql.ts'

/** What one caller wants done in the ledger; done as a whole or not at all. */
interface Job {
  /** Takes away and writes down; gives what is to be put on accounts. */
  give?: () => Work<readonly Posting[]>
  /** Looks at accounts and takes from them. */
  take?: () => Work<unknown>
  resolve: (value: unknown) => void
  reject: (thrown: unknown) => void
}

/** Whether others may be about to ask as well, so that it is worth while to wait for them. */
export type Company = 'alone' | 'in company'

/** Work on the accounts of one ledger, done together where several ask at the same moment. */
export interface Together {
  /** Does what gives postings, and puts them on their accounts. */
  give(work: () => Work<readonly Posting[]>, company: Company): Promise<void>
  /**
   * The same for what nobody waits for: with the next transaction, ahead of whoever looks at accounts in it, or after
   * 5 ms. Resolves when it is done.
   */
  giveLater(work: () => Work<readonly Posting[]>): Promise<void>
  /** Does what looks at accounts; after everything that was given at the same moment. */
  take<T>(work: () => Work<T>, company: Company): Promise<T>
  /** Does what still waits, for whoever is about to look. */
  settled(): Promise<void>
  /** The same at once, where that is possible; for a process that is ending. */
  settleNow(): void
}

/** How long what nobody waits for may wait, in milliseconds. */
const patienceMs = 5

/**
 * One transaction for all that a process wants of a ledger at the same moment.
 *
 * A server with many clients settles and reserves many times in one turn of its event loop; most of what that costs is
 * the transaction, and putting the same few accounts up again and again. Nobody hears of success before the commit,
 * reservations look at the accounts one after the other, and where one job raises an error all of them are rolled back
 * and each is done alone: so it is the same as one after the other. On PostgreSQL each is always alone, because
 * reservations that share a transaction would lock accounts out of order; what nobody waits for is begun at once there.
 */
export const createTogether = (sql: Sql, time: () => string): Together => {
  let waiting: Job[] = []
  let later: Job[] = []
  let timer: Timer | undefined
  /** What was begun and not waited for, on a database that takes its time. */
  let underWay: Promise<unknown> = Promise.resolve()

  const takeLater = (): Job[] => {
    clearTimeout(timer)
    timer = undefined
    const jobs = later
    later = []
    return jobs
  }

  function* all(jobs: readonly Job[]): Work<unknown[]> {
    const postings: Posting[] = []
    for (const { give } of jobs) if (give) postings.push(...(yield* give()))
    yield* post(postings, time())
    const results: unknown[] = []
    for (const { take } of jobs) results.push(take ? yield* take() : undefined)
    return results
  }

  const alone = async (job: Job): Promise<void> => {
    try {
      const [result] = await sql.write(() => all([job]))
      job.resolve(result)
    } catch (thrown) {
      job.reject(thrown)
    }
  }

  const pass = async (): Promise<void> => {
    const jobs = [...takeLater(), ...waiting]
    waiting = []
    if (jobs.length === 0) return
    const [only] = jobs
    if (only && jobs.length === 1) return alone(only)
    let results: unknown[]
    try {
      results = await sql.write(() => all(jobs))
    } catch {
      // Whose error it is, is found out by doing each alone, and told to nobody else.
      await Promise.all(jobs.map(alone))
      return
    }
    for (const [n, { resolve }] of jobs.entries()) resolve(results[n])
  }

  const add = <T>(work: Pick<Job, 'give' | 'take'>, company: Company): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      const job: Job = { ...work, resolve: (value) => resolve(value as T), reject }
      if (sql.dialect === 'postgres') return void (work.take ? underWay.then(() => alone(job)) : alone(job))
      if (company === 'alone' && waiting.length === 0) {
        if (later.length === 0) return void alone(job)
        waiting.push(job)
        return void pass()
      }
      // After everything that has arrived by now was looked at.
      if (waiting.push(job) === 1) setImmediate(() => void pass())
    })

  const addLater = (give: () => Work<readonly Posting[]>): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const job: Job = { give, resolve: () => resolve(), reject }
    if (sql.dialect === 'postgres') {
      underWay = Promise.allSettled([underWay, alone(job)])
      return promise
    }
    later.push(job)
    if (timer === undefined) {
      timer = setTimeout(() => void pass(), patienceMs)
      timer.unref()
    }
    return promise
  }

  return {
    give: (give, company) => add<void>({ give }, company),
    giveLater: addLater,
    take: (take, company) => add({ take }, company),
    async settled() {
      await underWay
      if (later.length > 0) await pass()
    },
    settleNow() {
      const jobs = takeLater()
      if (jobs.length > 0) sql.writeNow?.(() => all(jobs))
    },
  }
}
