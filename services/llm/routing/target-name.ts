import type { Target } from './route.ts'

/** How a target is written everywhere: `provider/model`, or `program:model` for an agent program. */
export const targetName = (target: Target): string => {
  if (target.kind === 'model') return `${target.provider}/${target.model}`
  return target.model === undefined ? target.tool : `${target.tool}:${target.model}`
}
