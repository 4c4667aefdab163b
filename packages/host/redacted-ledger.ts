import type { Ledger, Redactor } from '@nimbus/kernel'

type OpenLedger = (service: string, tenant: string) => Ledger

/** Ledgers whose entries hold no secrets: labels and what stands beside the figures are redacted before they are stored. */
export const redactedLedgers = (open: OpenLedger, redactor: Redactor): OpenLedger => {
  // One for each service and tenant, like those it stands before: who remembers something of a ledger finds it again.
  const known = new Map<Ledger, Ledger>()
  return (service, tenant) => {
    const ledger = open(service, tenant)
    const found = known.get(ledger) ?? {
      ...ledger,
      settle: (id, lines, entry, when) =>
        ledger.settle(
          id,
          lines,
          entry && {
            ...entry,
            labels: redactor.value(entry.labels),
            ...(entry.detail === undefined ? {} : { detail: redactor.value(entry.detail) }),
          },
          when,
        ),
    }
    known.set(ledger, found)
    return found
  }
}
