import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { Provider } from '../config/settings.ts'
import type { ChatRequest } from '../conversation/request.ts'
import { ollamaPrompt } from './ollama-prompt.ts'
import { promptOf } from './prompt.ts'
import { fitsStrictMode } from './strict-schema.ts'

const choiceOf = (choice: ChatRequest['toolChoice']): LanguageModelV4CallOptions['toolChoice'] => {
  if (choice === undefined) return undefined
  return typeof choice === 'string' ? { type: choice } : { type: 'tool', toolName: choice.name }
}

type ProviderOptions = NonNullable<LanguageModelV4CallOptions['providerOptions']>

/** What the specification has no place for, or a package passes on under a name that its provider ignores. */
const providerOptionsOf = (type: Provider['type'], request: ChatRequest): ProviderOptions | undefined => {
  const strict = request.schema ? { strictJsonSchema: fitsStrictMode(request.schema) } : {}
  switch (type) {
    case 'openai':
      // Kept nowhere: what is remembered of a conversation is Nimbus's own to say.
      return { openai: { store: false, ...strict } }
    case 'openai-compatible':
      return request.schema ? { openaiCompatible: strict } : undefined
    case 'ollama': {
      // Ollama reads these from `options` only: https://github.com/ollama/ollama/blob/main/docs/api.md (read 2026-11).
      const options = {
        ...(request.maxTokens === undefined ? {} : { num_predict: request.maxTokens }),
        ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
        ...(request.topP === undefined ? {} : { top_p: request.topP }),
        ...(request.stop ? { stop: [...request.stop] } : {}),
        ...(request.seed === undefined ? {} : { seed: request.seed }),
      }
      return Object.keys(options).length > 0 ? { ollama: { options } } : undefined
    }
    default:
      return undefined
  }
}

/** A request as options of a model object. Raises what `promptOf` raises. */
export const callOptions = (
  type: Provider['type'],
  request: ChatRequest,
  abortSignal: AbortSignal,
): LanguageModelV4CallOptions => {
  const providerOptions = providerOptionsOf(type, request)
  const toolChoice = choiceOf(request.toolChoice)
  const prompt = promptOf(request.messages)
  return {
    prompt: type === 'ollama' ? ollamaPrompt(prompt) : prompt,
    abortSignal,
    ...(request.tools && request.tools.length > 0
      ? { tools: request.tools.map((tool) => ({ type: 'function' as const, ...tool })) }
      : {}),
    ...(toolChoice && request.tools ? { toolChoice } : {}),
    ...(request.schema ? { responseFormat: { type: 'json' as const, schema: request.schema, name: 'answer' } } : {}),
    ...(request.maxTokens === undefined ? {} : { maxOutputTokens: request.maxTokens }),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.topP === undefined ? {} : { topP: request.topP }),
    ...(request.stop ? { stopSequences: [...request.stop] } : {}),
    ...(request.seed === undefined ? {} : { seed: request.seed }),
    ...(providerOptions ? { providerOptions } : {}),
  }
}
