import { type Context, failed, NimbusError, type Preview, quoted } from '@nimbus/kernel/define'
import { applyReady, previewOf, type Ready } from './apply-plan.ts'
import type { ApplyProgress } from './apply-progress.ts'
import { preconditions } from './pins.ts'
import { countedResources, summaryOf } from './plan-summary.ts'
import { inCommand } from './root.ts'
import { pullState } from './state.ts'

/** What the preview of a call showed, by its context. */
const shown = new WeakMap<object, string>()

const fingerprint = ({ pins, changes }: Ready): string =>
  JSON.stringify([preconditions(pins), changes.map(({ address, action }) => [address, action])])

/** The preview of a destruction; another look before the run is not what a person was shown. */
export const showDestruction = (ctx: Context<ApplyProgress>, ready: Ready): Preview => {
  if (!shown.has(ctx)) shown.set(ctx, fingerprint(ready))
  return previewOf(ready)
}

/** Why it stopped is Terraform's to say; what is left by then, and how to go on, is not. */
const sayWhatIsLeft = async (ctx: Context<ApplyProgress>, { root, changes }: Ready, stopped: NimbusError) => {
  const { resources } = await pullState(ctx, root)
  const left = changes.flatMap(({ address }) => (resources.has(address) ? [address] : []))
  if (left.length === 0 || left.length === changes.length) return
  const targets = left.map((address) => `--target ${quoted(address)}`).join(' ')
  const why = `${changes.length - left.length} of ${countedResources(changes.length)} destroyed; left: ${left.join(', ')}`
  stopped.data.why = [stopped.data.why, why].filter(Boolean).join('\n')
  stopped.data.next = `mend it, and destroy what is left with: nimbus terraform destroy ${inCommand(root)} ${targets}`
}

/** Destroys exactly what the preview of this call showed, or nothing: `state-moved` (exit 1). */
export const destroyAsShown = async (ctx: Context<ApplyProgress>, ready: Ready) => {
  const { root, pins, changes } = ready
  if (shown.get(ctx) !== fingerprint(ready))
    throw failed('state-moved', `What is in ${root.shown} changed after it was shown`, {
      at: root.shown,
      why: 'only what was listed may be destroyed',
      next: 'run it again and look at the new list',
    })
  if (changes.length > 0)
    await applyReady(ctx, ready).catch(async (thrown: unknown) => {
      if (thrown instanceof NimbusError && thrown.data.code === 'terraform-failed')
        await sayWhatIsLeft(ctx, ready, thrown)
      throw thrown
    })
  return { directory: root.shown, pins, summary: summaryOf(changes), changes: [...changes] }
}
