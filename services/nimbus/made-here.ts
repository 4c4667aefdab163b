import { type HostContext, invalid } from '@nimbus/kernel/define'

type RunRecord = Awaited<ReturnType<HostContext['records']['journal']['find']>>[number]
type Look = Awaited<ReturnType<HostContext['records']['look']>>

/**
 * Raises `other-workspace` when a call because of a run would change another workspace than the run did: the same paths
 * are other files there. Nimbus's own records and settings are the same everywhere.
 */
export const mustBeMadeHere = ({ id, workspace }: RunRecord, { error, preview }: Look, ctx: HostContext): void => {
  if (workspace === ctx.workspace) return
  if (error || preview?.changes.some(({ resource }) => !resource.startsWith('nimbus:')))
    throw invalid('other-workspace', `${id} was made in ${workspace}`, {
      at: id,
      why: 'the same paths are other files here',
      next: 'run it from there, or with --directory',
    })
}
