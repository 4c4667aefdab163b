import type { Principal } from '@nimbus/kernel'

/** How long a ticket is good, in milliseconds. */
const ticketMs = 30_000

/** Tickets that may wait at once; more than that is no browser. */
const mostWaiting = 1_000

/** Who came with a ticket, and the token that it was given for. */
export interface TicketHolder {
  principal: Principal
  token: string
}

/** Tickets for sockets: a browser cannot send a header with one, and a token in an address ends up in logs. */
export interface Tickets {
  /** A new one; undefined while too many wait. */
  issue(holder: TicketHolder): { ticket: string; expires: string } | undefined
  /** Whose it is. Good once, and for 30 seconds. */
  redeem(ticket: string): TicketHolder | undefined
}

/** Tickets of one process, kept in memory; `now` gives milliseconds since 1970. */
export const createTickets = (now: () => number = Date.now): Tickets => {
  const waiting = new Map<string, TicketHolder & { until: number }>()
  // They are issued in the order in which they end.
  const forget = (time: number) => {
    for (const [ticket, { until }] of waiting) {
      if (until > time) return
      waiting.delete(ticket)
    }
  }
  return {
    issue(holder) {
      const time = now()
      forget(time)
      if (waiting.size >= mostWaiting) return undefined
      const ticket = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url')
      const until = time + ticketMs
      waiting.set(ticket, { ...holder, until })
      return { ticket, expires: new Date(until).toISOString() }
    },
    redeem(ticket) {
      const found = waiting.get(ticket)
      waiting.delete(ticket)
      return found && found.until > now() ? { principal: found.principal, token: found.token } : undefined
    },
  }
}
