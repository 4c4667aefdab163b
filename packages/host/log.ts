import type { Ports, Redactor } from '@nimbus/kernel'

const levels = ['debug', 'info', 'warn', 'off']

/** A log of one JSON line an entry on stderr, from a level upwards. */
export const createLog =
  (level: string, redactor: Redactor): Ports['log'] =>
  (at, message, data) => {
    if (levels.indexOf(at) < levels.indexOf(level)) return
    const line = { time: new Date().toISOString(), level: at, message: redactor.text(message), ...redactor.value(data) }
    process.stderr.write(`${JSON.stringify(line)}\n`)
  }
