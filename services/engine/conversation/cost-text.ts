import { dollars } from '@nimbus/money'

/** What a turn took, as far as it is known. */
export interface Took {
  conversation?: string | undefined
  model?: string | undefined
  calls: readonly unknown[]
  cost?: number | undefined
  unpriced: number
}

/** A price in words. What is unknown is said, and never counted as nothing. */
export const priceText = ({ cost, unpriced }: Pick<Took, 'cost' | 'unpriced'>): string => {
  if (cost === undefined) return unpriced > 0 ? 'price unknown' : ''
  return unpriced > 0 ? `${dollars(cost)} and ${unpriced} of unknown price` : dollars(cost)
}

/** What a turn took, in one line. */
export const costText = (took: Took): string => {
  const { conversation, model, calls } = took
  return [
    model ?? 'offline',
    calls.length > 0 ? `${calls.length} ${calls.length === 1 ? 'call' : 'calls'}` : '',
    priceText(took),
    conversation ?? '',
  ]
    .filter(Boolean)
    .join(' · ')
}
