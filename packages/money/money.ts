/** US dollars as nanodollars, 1e-9 USD: what money is counted in, so that sums are exact. */
export const nanodollars = (usd: number): number => Math.round(usd * 1e9)

/** Nanodollars as a decimal number of US dollars, exact, without trailing zeros beyond cents: `0.0123`, `1.50`. */
export const exactDollars = (nano: number): string => {
  const sign = nano < 0 ? '-' : ''
  const digits = String(Math.abs(Math.round(nano))).padStart(10, '0')
  const fraction = digits.slice(-9).replace(/0{1,7}$/, '')
  return `${sign}${digits.slice(0, -9)}.${fraction}`
}

/**
 * Nanodollars for a person: `$1.50`, `$0.0042`. Cents from a dollar on, two digits that count below; what is more than
 * nothing never looks like nothing.
 */
export const dollars = (nano: number): string => {
  const amount = Math.abs(nano) / 1e9
  const sign = nano < 0 ? '-' : ''
  if (amount === 0 || amount >= 1) return `${sign}$${amount.toFixed(2)}`
  const decimals = Math.min(9, Math.max(2, 1 - Math.floor(Math.log10(amount))))
  return `${sign}$${amount.toFixed(decimals)}`
}
