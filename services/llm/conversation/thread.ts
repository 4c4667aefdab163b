import type { Context, Stop } from '@nimbus/kernel/define'
import type { Settings } from '../config/settings.ts'
import type { Spending } from '../spending/spending.ts'

/** What every call of one request shares. */
export interface Thread {
  ctx: Context<never>
  /** Ends the call; that of the run, or sooner. */
  stop: Stop
  settings: Settings
  spending: Spending
}
