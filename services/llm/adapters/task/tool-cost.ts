import { nanodollars } from '@nimbus/money'
import { paidFor } from '../../catalogue/cost.ts'
import type { Price } from '../../catalogue/facts.ts'
import { factsOf } from '../../catalogue/facts-of.ts'
import { meant } from '../../config/known-model.ts'
import type { Settings } from '../../config/settings.ts'
import type { TokenUsage } from '../../conversation/messages.ts'
import type { Invocation } from '../../telemetry/invocation.ts'

/** What is known of the price of a model of the configuration or of the catalogue. */
export const priceOf = (settings: Settings, model: string | undefined): Price | undefined => {
  const found = model === undefined ? undefined : meant(settings, model)
  return found && factsOf(settings, found.provider, found.id)?.price
}

/** What an answer cost: as its program says, else by its tokens; nothing where its use is not metered. */
export const costFor = (
  { metered, dollars, usage }: { metered: boolean; dollars?: number; usage?: TokenUsage },
  price: Price | undefined,
): Pick<Invocation, 'cost' | 'metering'> => {
  if (!metered) return { metering: 'not-metered' }
  if (dollars !== undefined) return { metering: 'metered', cost: nanodollars(dollars) }
  const cost = usage && price && paidFor(price, usage)
  return cost === undefined ? { metering: 'unknown-price' } : { metering: 'metered', cost }
}
