import type { Sql, Work } from './sql.ts'

/** What one caller wants, with how it is told. */
interface Asked<Job, Result> {
  job: Job
  resolve: (result: Result) => void
  reject: (thrown: unknown) => void
}

/** Whether others may be about to ask as well, so that it is worth while to wait for them. */
export type Company = 'alone' | 'in company'

/** Work on the accounts of one ledger, done together where several ask at the same moment. */
export interface Together<Job, Result> {
  /** Does a job as a whole or not at all. */
  now(job: Job, company: Company): Promise<Result>
  /** The same for what nobody waits for: with the next transaction, ahead of the others in it, or a moment later. */
  soon(job: Job): Promise<Result>
  /** Does what still waits, for whoever is about to look. */
  settled(): Promise<void>
  /** The same at once, where that is possible; for a process that is ending. `lost` is told what could not be done. */
  settleNow(lost: (job: Job) => void): void
}

/** How long what nobody waits for may wait, in milliseconds: half as long elsewhere as reads do there at most. */
const patienceMs = { here: 5, elsewhere: 25 }

/** Somebody else who does what nobody waits for, one batch at a time. */
export interface Elsewhere<Job> {
  readonly works: boolean
  /** Whether a job may be done twice: a process that ends does here what it is not sure of. */
  takes(job: Job): boolean
  /** Does all or nothing; rejects when it was not done. */
  do(jobs: readonly Job[]): Promise<void>
}

/**
 * One transaction for all that a process wants of a ledger at the same moment; `all` does it, with a result for each.
 *
 * A server with many clients settles and reserves many times in one turn of its event loop; most of what that costs is
 * the transaction and its statements, and putting the same few accounts up again and again. Nobody hears of success
 * before the commit, and where one job raises an error all of them are rolled back and each is done alone: so it is the
 * same as one after the other. On PostgreSQL each is always alone, because reservations that share a transaction would
 * lock accounts out of order; what nobody waits for is begun at once there, and the next job waits for it.
 *
 * Where there is `elsewhere`, it does what nobody waits for, and every other job waits until that is done: the order is
 * the same. What it did not do is done here.
 */
export const createTogether = <Job, Result>(
  sql: Sql,
  all: (jobs: readonly Job[]) => Work<readonly Result[]>,
  elsewhere?: Elsewhere<Job>,
): Together<Job, Result | undefined> => {
  type Each = Asked<Job, Result | undefined>
  let waiting: Each[] = []
  let later: Each[] = []
  let timer: Timer | undefined
  /** What is done elsewhere at this moment. */
  let away: readonly Each[] = []
  /** What was begun and not waited for: elsewhere, or on a database that takes its time. */
  let underWay: Promise<unknown> = Promise.resolve()

  const takeLater = (): Each[] => {
    clearTimeout(timer)
    timer = undefined
    const taken = later
    later = []
    return taken
  }

  const tell = (asked: readonly Each[], results: readonly Result[]): void => {
    for (const [n, { resolve }] of asked.entries()) resolve(results[n])
  }

  const alone = async (asked: Each): Promise<void> => {
    try {
      tell([asked], await sql.write(() => all([asked.job])))
    } catch (thrown) {
      asked.reject(thrown)
    }
  }

  const pass = async (): Promise<void> => {
    while (away.length > 0) await underWay
    const asked = [...takeLater(), ...waiting]
    waiting = []
    const [only] = asked
    if (!only) return
    if (asked.length === 1) return alone(only)
    let results: readonly Result[]
    try {
      results = await sql.write(() => all(asked.map(({ job }) => job)))
    } catch {
      // Whose error it is, is found out by doing each alone, and told to nobody else.
      for (const each of asked) await alone(each)
      return
    }
    tell(asked, results)
  }

  const handOver = async (to: Elsewhere<Job>, asked: readonly Each[]): Promise<void> => {
    away = asked
    try {
      await to.do(asked.map(({ job }) => job))
      tell(asked, [])
    } catch {
      // Whoever does it here tells what is wrong.
      later = [...asked, ...later]
      away = []
      return pass()
    }
    away = []
    if (later.length > 0) lookLater()
  }

  /** Does what has waited long enough; while something is away or others wait it goes with what comes next. */
  const due = (): void => {
    if (!elsewhere?.works || !later.every(({ job }) => elsewhere.takes(job))) void pass()
    else if (away.length === 0 && waiting.length === 0) underWay = handOver(elsewhere, takeLater())
  }

  const lookLater = (): void => {
    clearTimeout(timer)
    timer = setTimeout(due, elsewhere?.works ? patienceMs.elsewhere : patienceMs.here)
    timer.unref()
  }

  return {
    now(job, company) {
      const { promise, resolve, reject } = Promise.withResolvers<Result | undefined>()
      const asked = { job, resolve, reject }
      if (sql.dialect === 'postgres') void underWay.then(() => alone(asked))
      else if (waiting.push(asked) === 1) {
        if (company === 'alone') void pass()
        // After everything that has arrived by now was looked at.
        else setImmediate(() => void pass())
      }
      return promise
    },

    soon(job) {
      const { promise, resolve, reject } = Promise.withResolvers<Result | undefined>()
      const asked = { job, resolve, reject }
      if (sql.dialect === 'postgres') underWay = Promise.allSettled([underWay, alone(asked)])
      else if (later.push(asked) === 1 && away.length === 0) lookLater()
      return promise
    },

    async settled() {
      await underWay
      if (later.length > 0) await pass()
    },

    settleNow(lost) {
      // What is done elsewhere may end with this process.
      const jobs = [...away, ...takeLater()].map(({ job }) => job)
      if (jobs.length === 0) return
      try {
        sql.writeNow?.(() => all(jobs))
      } catch {
        for (const job of jobs) lost(job)
      }
    },
  }
}
