import { type Envelope, type HttpFront, invalid, z } from '@nimbus/kernel/define'

const Body = z.strictObject({ planId: z.string().optional(), plan: z.string().optional() })

const statusWord = (envelope: Envelope): string =>
  envelope.error ? 'failed' : envelope.outcome === 'negative' ? 'negative' : 'success'

/** `POST /api/core/execute { planId }`, as it was promised: the plan is applied, and the answer is `{ result: { status } }`. */
export const executePlan: HttpFront = {
  kind: 'http',
  method: 'POST',
  path: '/api/core/execute',
  operation: 'nimbus.apply',
  summary: 'Apply an approved plan by its id, the short form',
  open({ body }) {
    const read = Body.safeParse(body)
    const plan = read.data?.planId ?? read.data?.plan
    if (plan === undefined)
      throw invalid('invalid-input', 'planId: the id of an approved plan is missing', {
        at: 'planId',
        next: 'send { "planId": "p_…" }',
      })
    return {
      input: { plan },
      answer: (envelope, status) => ({
        status,
        body: {
          result: {
            status: statusWord(envelope),
            run: envelope.run,
            ...(envelope.data === undefined ? {} : { data: envelope.data }),
            ...(envelope.error ? { error: envelope.error } : {}),
          },
        },
      }),
    }
  },
  fault: (error, status) => ({ status, body: { result: { status: 'failed', error } } }),
}
