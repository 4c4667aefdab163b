import { missing } from '@nimbus/kernel/define'
import type { ModelFacts } from '../catalogue/facts.ts'
import type { Provider } from '../config/settings.ts'
import type { Chunk } from './messages.ts'
import type { ChatRequest, ModelAnswer } from './request.ts'

// Stands for `providers/call-model.ts` until it is there.

/** Asks a model of a provider. */
export const callModel = (
  provider: Provider,
  _facts: ModelFacts,
  _request: ChatRequest,
  _io: { signal: AbortSignal; onChunk?: (chunk: Chunk) => void },
): Promise<ModelAnswer & { firstTokenMs?: number; unreported?: true; unheeded: readonly string[] }> =>
  Promise.reject(missing('no-provider', `There is no way to ask ${provider.name} yet`))
