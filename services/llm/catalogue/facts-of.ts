import type { ModelSettings, Provider, Settings } from '../config/settings.ts'
import type { ModelFacts, Price } from './facts.ts'
import { tableModel } from './find-model.ts'
import { priceSource, type TableModel } from './model-table.ts'

/** Vendors that speak OpenAI's protocol, by the host of their address. */
const vendors: Readonly<Record<string, string>> = {
  'api.mistral.ai': 'mistral',
  'api.groq.com': 'groq',
  'api.deepseek.com': 'deepseek',
  'api.x.ai': 'xai',
}

/** The table that holds the models of a provider; undefined when nobody has made one. */
const tableOf = ({ type, baseUrl }: Provider): string | undefined =>
  type === 'openai-compatible' || type === 'ollama' ? vendors[new URL(baseUrl).host] : type

/** What the configuration says of a model, by `provider/id` or by its id alone. */
export const settingsOf = ({ models }: Settings, provider: string, id: string): ModelSettings | undefined => {
  const named = [`${provider}/${id}`, id].find(
    (name) => Object.hasOwn(models, name) && models[name]?.provider === provider && models[name]?.id === id,
  )
  return named === undefined
    ? Object.values(models).find((each) => each.provider === provider && each.id === id)
    : models[named]
}

const priceOf = (
  provider: Provider,
  own: ModelSettings | undefined,
  known: TableModel | undefined,
): Price | undefined => {
  if (own?.costPer1k) {
    const { input, output, cachedRead, cachedWrite } = own.costPer1k
    return {
      input: input * 1000,
      output: output * 1000,
      ...(cachedRead === undefined ? {} : { cachedRead: cachedRead * 1000 }),
      ...(cachedWrite === undefined ? {} : { cachedWrite: cachedWrite * 1000 }),
      source: 'your configuration',
    }
  }
  if (known?.price) {
    const { source, ...rates } = known.price
    return { ...rates, source: priceSource(source) }
  }
  // Nobody bills what runs on this machine; for every other absent price nothing is known.
  if (provider.type === 'ollama' && provider.local) return { input: 0, output: 0, source: 'runs on this machine' }
  return undefined
}

/**
 * What is known of a model of a configured provider: the user's word first, then the shipped table.
 *
 * Undefined when there is no such provider. A model that neither knows has a provider, an id, and nothing else: it can
 * be called, and its price is unknown.
 */
export const factsOf = (settings: Settings, provider: string, id: string): ModelFacts | undefined => {
  const found = Object.hasOwn(settings.providers, provider) ? settings.providers[provider] : undefined
  if (!found) return undefined
  const own = settingsOf(settings, provider, id)
  const table = tableOf(found)
  const known = table === undefined ? undefined : tableModel(table, id)
  const price = priceOf(found, own, known)
  const facts = {
    contextWindow: own?.contextWindow ?? known?.context,
    maxOutput: own?.maxOutput ?? known?.output,
    tools: own?.tools ?? known?.tools,
    vision: own?.vision ?? known?.vision,
    reasoning: known?.reasoning,
    price,
  }
  return { provider, id, ...present(facts), suitability: own?.suitability ?? [] }
}

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

/** Only what is there: an absent fact is unknown, and nobody should have to ask twice. */
const present = <T extends object>(all: T): Present<T> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Present<T>
