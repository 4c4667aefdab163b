import { digestOf, type RunEnd, type RunStart } from '@nimbus/kernel'
import type { NewEntry } from './chain.ts'
import type { Noted } from './outbox.ts'
import type { Belongs } from './run-events.ts'

/** What the audit chain has to say of a run that begins. */
export const begunEntry = (run: RunStart): NewEntry => ({
  tenant: run.tenant,
  principal: run.principal,
  action: 'run.begin',
  subject: run.id,
  detail: {
    operation: run.operation,
    effect: run.effect,
    workspace: run.workspace,
    input: digestOf(run.input),
    ...(run.parent ? { parent: run.parent } : {}),
    ...(run.plan ? { plan: run.plan } : {}),
    ...(run.decision ? { decision: run.decision } : {}),
  },
})

/** The same of its end. */
export const endedEntry = (id: string, { tenant, principal }: Belongs, end: RunEnd): NewEntry => ({
  tenant,
  principal,
  action: 'run.end',
  subject: id,
  detail: { outcome: end.outcome, envelope: digestOf(end.envelope) },
})

/** An effect that never began: it was refused, or needs approval first. */
export const refusedEntry = ({ run, end }: Noted): NewEntry => ({
  tenant: run.tenant,
  principal: run.principal,
  action: 'run.refused',
  subject: run.id,
  detail: { operation: run.operation, effect: run.effect, input: digestOf(run.input), outcome: end.outcome },
})

/** Whether what is noted is an effect that never began. */
export const isRefusal = ({ run, end }: Noted): boolean => run.effect !== 'read' && end.outcome !== 'preview'
