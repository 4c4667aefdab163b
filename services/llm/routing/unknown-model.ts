import { invalid, type NimbusError } from '@nimbus/kernel/define'
import { nearestModels } from '../catalogue/nearest-models.ts'
import { servesAnything } from '../config/provider-types.ts'
import type { Settings } from '../config/settings.ts'
import { resolveModel } from './resolve-model.ts'

const nextTo = (near: readonly string[], otherwise: string): string =>
  near.length > 0 ? `did you mean ${near.join(' or ')}?` : otherwise

const ofProvider = (settings: Settings, name: string, provider: string): NimbusError => {
  const elsewhere = resolveModel(settings, name)
  const own = `name one of its models: nimbus llm models ${provider}`
  return invalid('unknown-model', `model: ${provider} has no model ${name}`, {
    at: 'model',
    why: elsewhere
      ? `it is a model of ${elsewhere.provider}`
      : `it is neither configured for ${provider} nor in the catalogue`,
    next: elsewhere ? `leave the provider out, or ${own}` : nextTo(nearestModels(settings, name, provider), own),
  })
}

/** What is wrong with the name of a model that `resolveModel` does not know, with what to name in its place (exit 2). */
export const unknownModel = (settings: Settings, name: string, provider?: string): NimbusError => {
  if (provider !== undefined) return ofProvider(settings, name, provider)
  const open = Object.values(settings.providers).find(servesAnything)
  const other = `define it under models in llm.yaml, with its provider${open ? `; a model of ${open.name} is ${open.name}/${name}` : ''}`
  return invalid('unknown-model', `model: no model named ${name} is known`, {
    at: 'model',
    why: 'it is neither configured nor in the catalogue',
    next: nextTo(nearestModels(settings, name), other),
  })
}
