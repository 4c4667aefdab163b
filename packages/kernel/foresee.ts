import type { Preview, Target } from './call.ts'
import { rank } from './effect.ts'
import { failed } from './errors.ts'
import type { HostContext } from './host-context.ts'
import { ceilingPreview, type Operation } from './operation.ts'
import type { Request } from './request.ts'
import type { Valid } from './validate.ts'

/** What a call would do, before policy has spoken. */
export interface Foreseen {
  target: Target
  preview: Preview
}

const exceeded = (operation: string, resource: string, effect: string, ceiling: string, whose: string) =>
  failed('effect-exceeded', `${operation} would ${effect} ${resource}`, {
    at: resource,
    why: `${whose} declares ${ceiling} as the most it does`,
    next: 'this is a defect in the operation; nothing was changed',
  })

/** Says with what a call would change that nothing takes it back, as far as that is known. */
const withWayBack = (operation: Operation, preview: Preview): Preview => {
  const undo = preview.undo ?? (typeof operation.undo === 'object' ? operation.undo : undefined)
  if (!undo || !('irreversible' in undo) || preview.changes.every(({ effect }) => effect === 'read')) return preview
  return { ...preview, undo, context: [...(preview.context ?? []), `cannot be undone: ${undo.irreversible}`] }
}

/** Works out target and preview, and refuses what goes above the ceiling of the operation or of its caller. */
export const foresee = async (call: Valid, request: Request, ctx: HostContext): Promise<Foreseen> => {
  const { operation, input } = call
  const aimed = operation.target?.(input) ?? { resources: [] }
  const own: Preview = operation.preview ? await operation.preview(input, ctx) : ceilingPreview(operation, aimed)
  const preview = withWayBack(operation, own)
  const environment = preview.environment ?? aimed.environment
  for (const { resource, effect } of preview.changes) {
    if (rank(effect) > rank(operation.effect))
      throw exceeded(operation.id, resource, effect, operation.effect, operation.id)
    if (request.parent && rank(effect) > rank(request.parent.ceiling))
      throw exceeded(operation.id, resource, effect, request.parent.ceiling, request.parent.operation)
  }
  if (!environment) return { target: aimed, preview }
  return { target: { ...aimed, environment }, preview: { ...preview, environment } }
}
