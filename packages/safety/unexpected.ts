import { type Finding, rank } from '@nimbus/kernel'
import { type Done, strongestOfEach } from './blast-radius.ts'

/** The code of what was done beyond what was shown. */
export const unexpectedCode = 'unexpected-effect'

/** Nimbus keeps records of whatever it does; they are not the world. */
const isRecord = (resource: string): boolean => resource.startsWith('nimbus:records/')

const said = { read: 'read', create: 'created', update: 'changed', delete: 'deleted' } as const

/** What a step did beyond what was shown of it: to another resource, or more to the same one. */
export const unexpectedEffects = (step: string, shown: readonly Done[], done: readonly Done[]): Finding[] => {
  const over = done.filter(
    ({ resource, effect }) =>
      effect !== 'read' &&
      !isRecord(resource) &&
      !shown.some((each) => each.resource === resource && rank(each.effect) >= rank(effect)),
  )
  return strongestOfEach(over).map(({ resource, effect }) => ({
    status: 'fail',
    code: unexpectedCode,
    message: `step ${step} has ${said[effect]} ${resource}, which was not shown`,
    resource,
  }))
}
