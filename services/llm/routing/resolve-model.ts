import type { ModelFacts } from '../catalogue/facts.ts'
import { factsOf } from '../catalogue/facts-of.ts'
import { servesAnything } from '../config/provider-types.ts'
import type { Provider, Settings } from '../config/settings.ts'
import { defaultModels } from './default-models.ts'
import type { Target } from './route.ts'

export type ModelTarget = Extract<Target, { kind: 'model' }>

const targetOf = (settings: Settings, provider: string, id: string): ModelTarget => {
  const facts: ModelFacts = factsOf(settings, provider, id) ?? { provider, id, suitability: [] }
  return { kind: 'model', provider, model: id, facts }
}

/** Whether the configuration or the catalogue has a model; facts are given for any name. */
const listed = (settings: Settings, provider: string, id: string): boolean => {
  if (settings.models[`${provider}/${id}`]) return true
  const facts = factsOf(settings, provider, id)
  return facts?.contextWindow !== undefined || (facts?.price !== undefined && facts.price.input > 0)
}

const known = (settings: Settings, provider: Provider, id: string): boolean =>
  servesAnything(provider) || listed(settings, provider.name, id)

const withKeyFirst = (providers: readonly Provider[]): Provider[] =>
  providers.toSorted((a, b) => Number(b.apiKey !== undefined) - Number(a.apiKey !== undefined))

/**
 * The model that a name means: one of the configuration, `provider/id`, or an id that the catalogue knows of a
 * configured provider, one with a key first. Undefined when nothing of that name is known.
 */
export const resolveModel = (settings: Settings, name: string, only?: string): ModelTarget | undefined => {
  const configured = settings.models[only === undefined ? name : `${only}/${name}`] ?? settings.models[name]
  if (configured && (only === undefined || configured.provider === only))
    return targetOf(settings, configured.provider, configured.id)

  const slash = name.indexOf('/')
  const named = slash > 0 ? settings.providers[name.slice(0, slash)] : undefined
  if (named && (only === undefined || named.name === only)) {
    const id = name.slice(slash + 1)
    return known(settings, named, id) ? targetOf(settings, named.name, id) : undefined
  }

  const asked = only === undefined ? undefined : settings.providers[only]
  if (asked) return known(settings, asked, name) ? targetOf(settings, asked.name, name) : undefined
  const owner = withKeyFirst(Object.values(settings.providers)).find(({ name: provider }) =>
    listed(settings, provider, name),
  )
  return owner ? targetOf(settings, owner.name, name) : undefined
}

/**
 * Every model that may be chosen without being named: the configured ones, else the usual ones of each provider with a
 * key. With `only`, those of that provider.
 */
export const offeredModels = (settings: Settings, only?: string): readonly ModelTarget[] => {
  const wanted = (provider: string): boolean => only === undefined || provider === only
  const configured = new Map<string, ModelTarget>()
  for (const { provider, id } of Object.values(settings.models))
    if (wanted(provider)) configured.set(`${provider}/${id}`, targetOf(settings, provider, id))
  if (configured.size > 0) return [...configured.values()]
  return Object.values(settings.providers)
    .filter(({ name, apiKey }) => (only === undefined ? apiKey !== undefined : name === only))
    .flatMap(({ name, type }) => defaultModels[type].map((id) => targetOf(settings, name, id)))
}
