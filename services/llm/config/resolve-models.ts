import { nearest } from '@nimbus/kernel/define'
import { tableModel } from '../catalogue/find-model.ts'
import { present } from '../present.ts'
import type { ModelFile } from './file-schema.ts'
import { didYouMean, type PathProblem } from './problem.ts'
import type { ModelSettings, Provider } from './settings.ts'

type Providers = Readonly<Record<string, Provider>>

/** Which provider has a model: the one it names, the one before the slash, or the only one whose table knows it. */
const ownerOf = (
  name: string,
  { provider, id }: ModelFile,
  providers: Providers,
): { provider?: string; id: string } => {
  if (provider !== undefined) {
    const bare = name.startsWith(`${provider}/`) ? name.slice(provider.length + 1) : name
    return { provider, id: id ?? bare }
  }
  const slash = name.indexOf('/')
  const before = slash > 0 ? name.slice(0, slash) : undefined
  if (before !== undefined && Object.hasOwn(providers, before))
    return { provider: before, id: id ?? name.slice(slash + 1) }
  const wanted = id ?? name
  const owners = Object.values(providers).filter(({ type }) => tableModel(type, wanted) !== undefined)
  const [only] = owners
  return { id: wanted, ...(only && owners.length === 1 ? { provider: only.name } : {}) }
}

const settingsFor = (written: ModelFile, provider: string, id: string): ModelSettings => {
  const cost = written.cost_per_1k_tokens
  const costPer1k = cost && {
    input: cost.input,
    output: cost.output,
    ...present({ cachedRead: cost.cached_read, cachedWrite: cost.cached_write }),
  }
  const { context_window: contextWindow, max_output: maxOutput, tools, vision } = written
  return {
    provider,
    id,
    ...present({ costPer1k, contextWindow, maxOutput, tools, vision }),
    suitability: written.task_suitability ?? [],
  }
}

/** What the file says of models: by its own name for each, by `provider/id`, and by `id` where one provider has it. */
export const modelsOf = (
  written: Readonly<Record<string, ModelFile>>,
  providers: Providers,
): { models: Record<string, ModelSettings>; problems: PathProblem[] } => {
  const problems: PathProblem[] = []
  const models: Record<string, ModelSettings> = {}
  const owners = new Map<string, Set<string>>()
  for (const [name, each] of Object.entries(written)) {
    const { provider, id } = ownerOf(name, each, providers)
    if (provider === undefined || !Object.hasOwn(providers, provider)) {
      problems.push(unknownProvider(name, provider, providers))
      continue
    }
    const key = `${provider}/${id}`
    if (Object.hasOwn(models, key)) problems.push(twice(name, key))
    const settings = settingsFor(each, provider, id)
    models[key] = settings
    models[name] = settings
    owners.set(id, (owners.get(id) ?? new Set()).add(provider))
  }
  for (const [id, having] of owners) {
    const [only] = having
    const settings = only === undefined ? undefined : models[`${only}/${id}`]
    if (settings && having.size === 1 && !Object.hasOwn(written, id)) models[id] = settings
  }
  return { models, problems }
}

const twice = (name: string, key: string): PathProblem => ({
  path: ['models', name],
  part: 'key',
  message: `models.${name}: ${key} is described twice`,
  why: 'two entries mean the same model',
  next: 'keep one of the two',
})

const unknownProvider = (name: string, provider: string | undefined, providers: Providers): PathProblem => {
  const known = Object.keys(providers)
  const before = name.includes('/') ? name.slice(0, name.indexOf('/')) : undefined
  const near = provider === undefined && before !== undefined ? nearest(before, known) : undefined
  if (near && before)
    return {
      path: ['models', name],
      part: 'key',
      message: `models.${name}: there is no provider ${before}`,
      why: `known are ${known.join(', ')}`,
      next: didYouMean(name.replace(before, near)),
    }
  if (provider === undefined)
    return {
      path: ['models', name],
      part: 'key',
      message: `models.${name}: nobody knows whose model this is`,
      why: 'no provider before a slash, no provider: and not exactly one catalogue that has it',
      next: `add provider: and one of ${known.join(', ')}`,
    }
  const right = nearest(provider, known)
  return {
    path: ['models', name, 'provider'],
    message: `models.${name}.provider: there is no provider ${provider}`,
    why: `known are ${known.join(', ')}`,
    next: right ? didYouMean(right) : 'describe it under providers:',
  }
}
