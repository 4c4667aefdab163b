import { type Change, denied, type Envelope, type PlanStep } from '@nimbus/kernel'
import {
  type Amounts,
  costOf,
  limited,
  mayCost,
  quotaAccounts,
  quotaClaims,
  quotaLines,
  type Taken,
  takenBy,
  takenOf,
  withinQuotas,
} from '@nimbus/safety'
import { doneIn } from './unexpected.ts'
import type { Work } from './work.ts'

/** The service whose quotas these are: its operations show them. */
const service = 'engine'

const ledgerOf = ({ ports, request }: Pick<Work, 'ports' | 'request'>) =>
  ports.ledger(service, request.principal.tenant)

/** What was taken of the quotas today, where there are any. */
export const takenToday = async (work: Pick<Work, 'ports' | 'request'>): Promise<Taken> =>
  takenOf(await ledgerOf(work).balances(quotaAccounts(work.ports.clock.now())))

const usedUp = async (step: PlanStep, perDay: Amounts, taken: Taken, work: Work) => {
  const no = withinQuotas(perDay, await takenToday(work), taken).find(({ status }) => status === 'fail')
  return denied('over-quota', `step ${step.id}: ${no?.message ?? 'others have just used what was left of a day'}`, {
    at: step.operation,
    why: 'this limit holds for all tasks of a day together',
    next: `raise it if it is meant (nimbus config list shows it), or go on tomorrow: nimbus task resume ${work.task}`,
  })
}

/**
 * Writes down what a run of a step took of the quotas of its day; once, however often it is called, since the run is on
 * record with the time at which it began.
 */
export const countRun = async (
  work: Work,
  step: PlanStep,
  { run, data }: Pick<Envelope, 'run' | 'data'>,
  reservation: string = run,
): Promise<void> => {
  const { perDay = {} } = work.around.limits
  if (limited(perDay).length === 0) return
  const record = await work.ports.journal.get(run, work.request.principal.tenant)
  if (!record) return
  const from = new Date(record.startedAt)
  const entry = work.ports.catalog.get(step.operation)
  const taken = {
    ...takenBy(await doneIn(run, work)),
    costUsd: entry ? costOf(entry, data) : 0,
    minutes: (work.ports.clock.now().getTime() - from.getTime()) / 60_000,
  }
  const note = { id: run, at: record.startedAt, labels: {}, amounts: {} }
  await ledgerOf(work).settle(reservation, quotaLines(perDay, taken, from), note)
}

/** What came of a step, and what counts that towards the quotas of its day. */
export interface Tried {
  envelope: Envelope
  /** Raises when it cannot be written down, which undoes nothing of what the step has done. */
  count?: () => Promise<void>
}

/**
 * Runs a step within the quotas of the day: what it shows is set aside before, so that tasks of several processes cannot
 * go past them together, and what it has done is counted afterwards. Raises `over-quota` (exit 4).
 */
export const withinQuota = async (
  work: Work,
  step: PlanStep,
  shown: readonly Change[],
  run: () => Promise<Envelope>,
): Promise<Tried> => {
  const { perDay = {} } = work.around.limits
  if (limited(perDay).length === 0) return { envelope: await run() }
  const ledger = ledgerOf(work)
  const entry = work.ports.catalog.get(step.operation)
  const reservation = crypto.randomUUID()
  const taken = takenBy(shown)
  const claims = quotaClaims(perDay, taken, entry !== undefined && mayCost(entry), work.ports.clock.now())
  const { refusal } = await ledger.reserve(reservation, claims)
  if (refusal) throw await usedUp(step, perDay, taken, work)
  // Without a settlement nothing was taken; after one there is nothing left to give back.
  const giveBack = () => ledger.release(reservation)
  const envelope = await run().catch(async (thrown: unknown) => {
    await giveBack()
    throw thrown
  })
  return {
    envelope,
    count: async () => {
      try {
        if (envelope.run) await countRun(work, step, envelope, reservation)
      } finally {
        await giveBack()
      }
    },
  }
}
