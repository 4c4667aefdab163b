import type { ModelSettings, Provider, Settings } from '../config/settings.ts'
import { present } from '../present.ts'
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
const settingsOf = ({ models }: Settings, provider: string, id: string): ModelSettings | undefined => {
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

/** What was found once for settings that are still in force: a gateway asks for every model on every call. */
const found = new WeakMap<Settings, Map<string, ModelFacts>>()

const remembered = (settings: Settings): Map<string, ModelFacts> => {
  const known = found.get(settings) ?? new Map<string, ModelFacts>()
  found.set(settings, known)
  return known
}

/**
 * What is known of a model of a configured provider: the user's word first, then the shipped table.
 *
 * Undefined when there is no such provider. A model that neither knows has a provider, an id, and nothing else: it can
 * be called, and its price is unknown.
 */
export const factsOf = (settings: Settings, provider: string, id: string): ModelFacts | undefined => {
  const owner = Object.hasOwn(settings.providers, provider) ? settings.providers[provider] : undefined
  if (!owner) return undefined
  const known = remembered(settings)
  const name = `${provider}/${id}`
  const before = known.get(name)
  if (before) return before
  const own = settingsOf(settings, provider, id)
  const table = tableOf(owner)
  const listed = table === undefined ? undefined : tableModel(table, id)
  const facts = factsFrom(owner, id, own, listed)
  // Names that nobody knows come from whoever calls, and there is no end to them.
  if (own || listed) known.set(name, facts)
  return facts
}

const factsFrom = (
  owner: Provider,
  id: string,
  own: ModelSettings | undefined,
  listed: TableModel | undefined,
): ModelFacts => {
  const facts = {
    contextWindow: own?.contextWindow ?? listed?.context,
    maxOutput: own?.maxOutput ?? listed?.output,
    tools: own?.tools ?? listed?.tools,
    vision: own?.vision ?? listed?.vision,
    reasoning: listed?.reasoning,
    price: priceOf(owner, own, listed),
  }
  return { provider: owner.name, id, ...present(facts), suitability: own?.suitability ?? [] }
}
