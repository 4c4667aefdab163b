import type { Target } from './route.ts'

/** How a target is written everywhere: `provider/model`, or `program:model` for an agent program. */
export const targetName = (target: Target): string =>
  target.kind === 'model' ? `${target.provider}/${target.model}` : `${target.tool}:${target.model}`
