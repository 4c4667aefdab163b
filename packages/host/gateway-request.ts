import type { Effect, Request } from '@nimbus/kernel'
import type { GatewayCall } from './gateway.ts'
import type { InForce } from './in-force.ts'
import type { LiveEvents } from './live-events.ts'

/** What a call of a surface is made a request with. */
interface Around {
  inForce: InForce
  /** The effect that an operation may have at most. */
  declares: (operation: string) => Effect
  live: LiveEvents
}

/** How calls of surfaces become requests for the pipeline. */
export const createRequests = ({ inForce, declares, live }: Around) => {
  const levelForEffect = async (call: GatewayCall, root: string): Promise<unknown> => {
    const lately = call.ask ? 'break-glass' : await inForce.autonomy(root, 'lately')
    return lately === 'break-glass' ? inForce.autonomy(root, 'now') : lately
  }

  return {
    /**
     * The level of autonomy for a call. What a level forbids is in the layers of policy, which an effect sees as they
     * are; here it only matters whether a person is asked less, or not at all. So where nobody can be asked, and lately
     * no question was lifted, what was seen lately is as strict as what is in force now.
     */
    levelFor: (call: GatewayCall, root: string): unknown =>
      declares(call.operation) === 'read' ? inForce.autonomy(root, 'lately') : levelForEffect(call, root),

    toRequest(call: GatewayCall, root: string, autonomy: unknown): Request {
      let signal: AbortSignal | undefined
      const emergency = call.principal.kind === 'person' && autonomy === 'break-glass'
      const request: Request = {
        ...call,
        workspace: root,
        base: call.base ?? root,
        get signal() {
          signal ??= call.stopping?.signal ?? call.signal ?? new AbortController().signal
          return signal
        },
        onEvent: live.following(call.principal.tenant, call.onEvent),
      }
      // To propose is to save the plan: a yes at a terminal would be its effect.
      if (autonomy === 'propose') delete request.ask
      if (emergency) request.consent = { yes: true, confirm: call.consent?.confirm ?? [] }
      return request
    },
  }
}
