import { z } from '@nimbus/kernel/define'
import type { Provider, ProviderType } from '../config/settings.ts'
import { askDirectly } from './ask-directly.ts'
import { attempt, failureHere } from './attempt.ts'

const Ids = z.array(z.object({ id: z.string() }))

/**
 * Where each API lists its models, after its reference (read 2026-11): docs.anthropic.com/en/api/models-list,
 * platform.openai.com/docs/api-reference/models, ai.google.dev/api/models, github.com/ollama/ollama/blob/main/docs/api.md.
 */
const lists: Readonly<Record<ProviderType, { path: string; idsOf: (answer: unknown) => readonly string[] }>> = {
  anthropic: { path: '/models?limit=1000', idsOf: (answer) => dataIds(answer) },
  openai: { path: '/models', idsOf: (answer) => dataIds(answer).filter((id) => !otherwise.test(id)) },
  'openai-compatible': { path: '/models', idsOf: (answer) => dataIds(answer) },
  google: {
    path: '/models?pageSize=1000',
    idsOf: (answer) =>
      z
        .object({
          models: z.array(z.object({ name: z.string(), supportedGenerationMethods: z.array(z.string()).optional() })),
        })
        .parse(answer)
        .models.filter((each) => each.supportedGenerationMethods?.includes('generateContent') ?? true)
        .map(({ name }) => name.replace(/^models\//, '')),
  },
  ollama: {
    path: '/tags',
    idsOf: (answer) =>
      z
        .object({ models: z.array(z.object({ name: z.string() })) })
        .parse(answer)
        .models.map(({ name }) => name),
  },
}

const dataIds = (answer: unknown): string[] =>
  z
    .object({ data: Ids })
    .parse(answer)
    .data.map(({ id }) => id)

/** OpenAI lists everything it serves; these names are of models that hold no conversation. */
const otherwise =
  /embedding|moderation|whisper|tts|transcribe|dall-e|image|sora|realtime|audio|babbage|davinci|-instruct|-search-api/

/** A name that could be one: what else a list says is somebody's text, not a name. */
const plausible = /^[\w][\w.:/@+-]{0,199}$/

const idsIn = (answer: unknown, idsOf: (answer: unknown) => readonly string[], provider: Provider) => {
  try {
    return idsOf(answer)
  } catch (thrown) {
    if (!(thrown instanceof z.ZodError)) throw thrown
    throw failureHere('malformed', `${provider.name} gave an answer that is no list of models`, attempt(provider, ''))
  }
}

/** The models that a provider lists now, sorted. Raises what `askDirectly` raises. */
export const listModels = async (provider: Provider, signal: AbortSignal, withinMs: number): Promise<string[]> => {
  const { path, idsOf } = lists[provider.type]
  const answer = await askDirectly(provider, path, { signal, withinMs })
  return [...new Set(idsIn(answer, idsOf, provider))].filter((id) => plausible.test(id)).sort()
}
