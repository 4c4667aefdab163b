/**
 * A cell of a CSV file.
 *
 * Quoted as RFC 4180 says. A text that a spreadsheet would take for a formula gets an apostrophe in front:
 * https://owasp.org/www-community/attacks/CSV_Injection. Numbers are left as they are.
 */
const cell = (value: string | number | undefined): string => {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) && value !== '-' ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows as CSV after RFC 4180, with a line break after the last one. */
export const csvOf = (rows: readonly (readonly (string | number | undefined)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
