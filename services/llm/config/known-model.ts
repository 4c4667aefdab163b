import { toolModelName } from '../adapters/tool-models.ts'
import { factsOf } from '../catalogue/facts-of.ts'
import { tableModel } from '../catalogue/find-model.ts'
import { nearestModels } from '../catalogue/nearest-models.ts'
import { didYouMean, type Path, type PathProblem } from './problem.ts'
import { servesAnything } from './provider-types.ts'
import type { Settings, Tool } from './settings.ts'

type Known = Pick<Settings, 'providers' | 'models'>

/** The provider and id that a model's name means; undefined when nobody knows it. */
export const meant = ({ providers, models }: Known, name: string): { provider: string; id: string } | undefined => {
  const own = Object.hasOwn(models, name) ? models[name] : undefined
  if (own) return { provider: own.provider, id: own.id }
  const slash = name.indexOf('/')
  const before = slash > 0 ? name.slice(0, slash) : ''
  const provider = Object.hasOwn(providers, before) ? providers[before] : undefined
  if (provider) {
    const id = name.slice(slash + 1)
    return servesAnything(provider) || tableModel(provider.type, id) ? { provider: before, id } : undefined
  }
  const owner = Object.values(providers).find(({ type }) => tableModel(type, name) !== undefined)
  return owner && { provider: owner.name, id: name }
}

/** What a model is called when it is asked: `provider/id`, or its id alone when that is what was written. */
export const modelKey = (known: Known, name: string): string => {
  const model = meant(known, name)
  return !model || model.id === name ? name : `${model.provider}/${model.id}`
}

/** Whether a tool takes a model; one that lists none takes any. */
export const takes = (tool: Tool, name: string, known: Known): boolean => {
  const names = [name, name.slice(name.indexOf('/') + 1), meant(known, name)?.id]
  return names.some((each) => each !== undefined && toolModelName(tool, each) !== undefined)
}

/** A model that nobody knows, with those that may have been meant. */
export const unknownModel = (settings: Known, name: string, path: Path): PathProblem => {
  const near = nearestModels(settings, name)
  return {
    path,
    part: path.includes('per_model') ? 'key' : 'value',
    message: `${path.join('.')}: there is no model ${name}`,
    why: 'neither models: nor the shipped catalogue has it',
    next: near.length > 0 ? didYouMean(near.join(' or ')) : `describe it under models:, with its provider`,
  }
}

/** A model that money would be spent on and whose price nobody knows; undefined when it is known. */
export const unpriced = (settings: Settings, name: string, path: Path): PathProblem | undefined => {
  const model = meant(settings, name)
  if (!model || factsOf(settings, model.provider, model.id)?.price) return undefined
  return {
    path,
    part: path[0] === 'models' ? 'key' : 'value',
    message: `${path.join('.')}: the price of ${name} is unknown`,
    why: 'with a hard limit nothing may be spent whose price is unknown, so it would never be asked',
    next: `add models: { ${model.provider}/${model.id}: { cost_per_1k_tokens: { input: …, output: … } } }`,
  }
}
