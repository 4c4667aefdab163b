import { missing } from '@nimbus/kernel/define'
import type { ModelFacts } from '../catalogue/facts.ts'
import type { Provider, Settings } from '../config/settings.ts'
import type { Invocation } from '../telemetry/invocation.ts'
import type { Chunk } from './messages.ts'
import type { ChatRequest, ModelAnswer } from './request.ts'

// Stands for `providers/call-model.ts` and `spending/spending.ts` until they are there.

/** Asks a model of a provider. */
export const callModel = (
  provider: Provider,
  _facts: ModelFacts,
  _request: ChatRequest,
  _io: { signal: AbortSignal; onChunk?: (chunk: Chunk) => void },
): Promise<ModelAnswer & { firstTokenMs?: number }> =>
  Promise.reject(missing('no-provider', `There is no way to ask ${provider.name} yet`))

/** Spends nothing and counts nothing. */
export const createSpending = (_ctx: unknown, _settings: Settings) => ({
  authorise: (call: { id: string; [key: string]: unknown }): Promise<{ id: string; warnings: readonly string[] }> =>
    Promise.resolve({ id: call.id, warnings: [] }),
  settle: (_authorised: { id: string }, _invocation: Invocation): Promise<void> => Promise.resolve(),
  release: (_authorised: { id: string }): Promise<void> => Promise.resolve(),
})
