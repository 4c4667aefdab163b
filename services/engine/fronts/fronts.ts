import type { Front } from '@nimbus/kernel/define'
import { converse } from './converse-front.ts'
import { executePlan } from './execute-front.ts'
import { givenPlanFronts } from './given-plan-front.ts'
import { planFronts } from './plan-front.ts'

/** Every foreign format that this service answers. */
export const fronts: readonly Front[] = [converse, executePlan, ...planFronts, ...givenPlanFronts]
