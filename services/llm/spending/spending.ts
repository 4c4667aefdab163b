import type { Context } from '@nimbus/kernel/define'
import type { Settings } from '../config/settings.ts'
import type { Invocation } from '../telemetry/invocation.ts'
import { type Authorised, authorise, foreseeCall, type Purse } from './authorise.ts'
import type { SpendingCall } from './call.ts'
import type { Foreseen } from './estimate.ts'
import { settle } from './settle.ts'

/** Money and limits of the model calls of a home, whichever process makes them. */
export interface Spending {
  /**
   * Sets aside what a call is expected to take, on every budget and limit that it counts in, or raises why not (exit
   * 4): `needs-justification`, `unknown-price`, `over-budget`, `rate-limited`. Before every attempt, also of a
   * fallback. The cause of `rate-limited` is a `ModelFailure` of that kind, with the time to wait.
   */
  authorise(call: SpendingCall): Promise<Authorised>
  /**
   * Puts what a call really took in the place of what was set aside, and records it; once, however often it is said.
   * It is written within 5 ms, or 25 in a server, before anything of it is looked at, and when the process ends.
   */
  settle(authorised: Authorised, invocation: Invocation): Promise<void> | undefined
  /** Gives back what was set aside for a call that was not made, without a record. Never rejects. */
  release(authorised: Authorised): Promise<void>
  /** What would be set aside for a call. */
  foresee(call: SpendingCall): Promise<Foreseen>
}

/** Money and limits under some settings. */
export const createSpending = (
  { ledger, now, log }: Pick<Context, 'ledger' | 'now' | 'log'>,
  settings: Pick<Settings, 'policies' | 'agents'>,
): Spending => new PurseSpending({ ledger, now, log, settings })

class PurseSpending implements Spending {
  constructor(private readonly purse: Purse) {}

  authorise(call: SpendingCall): Promise<Authorised> {
    return authorise(call, this.purse)
  }

  settle(authorised: Authorised, invocation: Invocation): Promise<void> | undefined {
    return settle(authorised, invocation, this.purse)
  }

  release({ id }: Authorised): Promise<void> {
    const { ledger, log } = this.purse
    return ledger.release(id).catch((thrown: unknown) =>
      // It comes back when this process ends. Why the call was not made matters more to whoever made it.
      log('warn', 'What was set aside for a call could not be given back yet', { id, why: String(thrown) }),
    )
  }

  foresee(call: SpendingCall): Promise<Foreseen> {
    return foreseeCall(call, this.purse)
  }
}
