import { nearest } from '@nimbus/kernel/define'
import type { Settings } from '../config/settings.ts'
import { modelTable } from './model-table.ts'

/**
 * Every model name that means something here: those of the configuration and those of the tables, by provider. With
 * `only`, those of that provider.
 */
const modelNames = (settings: Pick<Settings, 'providers' | 'models'>, only?: string): string[] => {
  const tables = Object.values(settings.providers).flatMap(({ name, type }) =>
    Object.keys(modelTable[type] ?? {}).map((id) => ({ provider: name, id })),
  )
  const own = Object.values(settings.models).map(({ provider, id }) => ({ provider, id }))
  const all = [...own, ...tables].filter(({ provider }) => only === undefined || provider === only)
  return [...new Set(all.flatMap(({ provider, id }) => [id, `${provider}/${id}`]))]
}

/**
 * Up to three models, of `only` if that is given, that a mistyped or vague name may have meant: the one that is a slip of the finger away, then those
 * that share its beginning. Empty when nothing is close.
 */
export const nearestModels = (
  settings: Pick<Settings, 'providers' | 'models'>,
  name: string,
  only?: string,
): string[] => {
  const names = modelNames(settings, only)
  const close = nearest(name, names)
  const wanted = name.toLowerCase()
  const begins = wanted.length < 3 ? [] : names.filter((each) => each.toLowerCase().startsWith(wanted))
  return [...new Set([...(close ? [close] : []), ...begins])].slice(0, 3)
}
