import { type Context, failed, type Preview } from '@nimbus/kernel/define'
import { applyReady, previewOf, type Ready } from './apply-plan.ts'
import type { ApplyProgress } from './apply-progress.ts'
import { preconditions } from './pins.ts'
import { summaryOf } from './plan-summary.ts'

/** What the preview of a call showed, by its context. */
const shown = new WeakMap<object, string>()

const fingerprint = ({ pins, changes }: Ready): string =>
  JSON.stringify([preconditions(pins), changes.map(({ address, action }) => [address, action])])

/** The preview of a destruction; another look before the run is not what a person was shown. */
export const showDestruction = (ctx: Context<ApplyProgress>, ready: Ready): Preview => {
  if (!shown.has(ctx)) shown.set(ctx, fingerprint(ready))
  return previewOf(ready)
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
  if (changes.length > 0) await applyReady(ctx, ready)
  return { directory: root.shown, pins, summary: summaryOf(changes), changes: [...changes] }
}
