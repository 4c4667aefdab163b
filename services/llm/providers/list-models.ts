import { z } from '@nimbus/kernel/define'
import type { Provider, ProviderType } from '../config/settings.ts'
import { askDirectly } from './ask-directly.ts'
import { attempt, failureHere } from './attempt.ts'

/** OpenAI lists everything it serves; these names are of models that hold no conversation. */
const otherwise =
  /embedding|moderation|whisper|tts|transcribe|dall-e|image|sora|realtime|audio|babbage|davinci|-instruct|-search-api/

/** A name that could be one: what else a list says is somebody's text, not a name. */
const Id = z.string().regex(/^[\w][\w.:/@+-]{0,199}$/)

/** What is listed of a model: its name, and whether it holds conversations. */
type Listed = z.ZodType<{ id: string; converses: boolean }>

const plain: Listed = z.object({ id: Id }).transform(({ id }) => ({ id, converses: true }))

/**
 * Where each API lists its models, after its reference (read 2026-11): docs.anthropic.com/en/api/models-list,
 * platform.openai.com/docs/api-reference/models, ai.google.dev/api/models, github.com/ollama/ollama/blob/main/docs/api.md.
 */
const lists: Readonly<Record<ProviderType, { path: string; key: 'data' | 'models'; Entry: Listed }>> = {
  anthropic: { path: '/models?limit=1000', key: 'data', Entry: plain },
  openai: {
    path: '/models',
    key: 'data',
    Entry: z.object({ id: Id }).transform(({ id }) => ({ id, converses: !otherwise.test(id) })),
  },
  'openai-compatible': { path: '/models', key: 'data', Entry: plain },
  google: {
    path: '/models?pageSize=1000',
    key: 'models',
    Entry: z
      .object({ name: Id, supportedGenerationMethods: z.array(z.string()).optional() })
      .transform(({ name, supportedGenerationMethods: methods }) => ({
        id: name.replace(/^models\//, ''),
        converses: methods?.includes('generateContent') ?? true,
      })),
  },
  ollama: {
    path: '/tags',
    key: 'models',
    Entry: z.object({ name: Id }).transform(({ name }) => ({ id: name, converses: true })),
  },
}

/** What a provider lists. */
export interface ListedModels {
  /** Sorted. */
  ids: string[]
  /** Entries that name no model: one of them is no reason to do without the others. */
  leftOut: number
}

/** The models that a provider lists now. Raises what `askDirectly` raises, and a failure where nothing of it is a list. */
export const listModels = async (provider: Provider, signal: AbortSignal, withinMs: number): Promise<ListedModels> => {
  const { path, key, Entry } = lists[provider.type]
  const answer = await askDirectly(provider, path, { signal, withinMs })
  const { data: entries } = z.array(z.unknown()).safeParse(z.looseObject({}).safeParse(answer).data?.[key])
  const read = (entries ?? []).flatMap((entry) => Entry.safeParse(entry).data ?? [])
  const leftOut = (entries ?? []).length - read.length
  if (!entries || (leftOut > 0 && read.length === 0))
    throw failureHere('malformed', `${provider.name} gave an answer that is no list of models`, attempt(provider, ''))
  return { ids: [...new Set(read.flatMap(({ id, converses }) => (converses ? id : [])))].sort(), leftOut }
}
