import { createLedger, type LedgerGround, type StoreLedger } from './ledger.ts'
import { createUnsettled } from './ledger-unsettled.ts'
import type { Seal } from './seal.ts'

/** The ledgers of a store. One remembers what this process holds, so there is one for each service and tenant. */
export interface Ledgers {
  of(service: string, tenant: string): StoreLedger
  /** Writes what was to be settled soon. */
  settled(): Promise<void>
  /** The same at once, where that is possible; for the last words of a process. */
  settleNow(): void
}

/** The ledgers of a store; what cannot be settled is left in the folder `home`, if there is one. */
export const createLedgers = (ground: LedgerGround, home: string | undefined, seal: Seal): Ledgers => {
  const known = new Map<string, StoreLedger>()
  return {
    of(service, tenant) {
      const name = `${tenant}\n${service}`
      const found =
        known.get(name) ?? createLedger(ground, service, tenant, createUnsettled(home, `${tenant}/${service}`, seal))
      known.set(name, found)
      return found
    },
    async settled() {
      for (const ledger of known.values()) await ledger.settled()
    },
    settleNow() {
      for (const ledger of known.values()) ledger.settleNow()
    },
  }
}
