import type { Finding, HostContext } from '@nimbus/kernel/define'
import { foundBackCode, saidBackCode } from '@nimbus/safety'
import { findTask, taskResource } from './find-task.ts'

type Step = Awaited<ReturnType<typeof findTask>>['steps'][number]

/** What says that a step is taken back where no run is on record that ended with it. */
const reasonOf = ({ findings = [] }: Step): Finding | undefined =>
  findings.findLast(({ code }) => code === foundBackCode || code === saidBackCode)

/**
 * Whether every step that is taken back was so by a run that is on record as done. Where none is, a look that found nothing
 * left will do as well; what only somebody says is not known.
 */
export const takenBackOnRecord = async (task: string, ctx: HostContext): Promise<Finding> => {
  const { id, steps } = await findTask(task, ctx)
  const back = steps.filter(({ status }) => status === 'undone')
  const { tenant } = ctx.principal
  const runs = await Promise.all(back.map(({ undoneBy = '' }) => ctx.records.journal.get(undoneBy, tenant)))
  const unseen = back.filter((_, i) => runs[i]?.outcome !== 'done')
  const lost = unseen.filter((step) => reasonOf(step) === undefined)
  const said = unseen.filter((step) => reasonOf(step)?.status === 'unknown')
  const finding = (status: Finding['status'], message: string): Finding => ({
    status,
    code: 'undo-recorded',
    message,
    resource: taskResource(id),
  })
  if (lost.length > 0)
    return finding('fail', `no run that took back step ${lost.map((step) => step.id).join(', ')} is on record as done`)
  if (said.length > 0)
    return finding('unknown', said.map((step) => `step ${step.id}: ${reasonOf(step)?.message}`).join('; '))
  return finding('pass', `${back.length} steps are taken back, each by a run on record or as a look found it`)
}
