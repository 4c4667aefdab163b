import { setTimeout as sleep } from 'node:timers/promises'
import type { Settings } from '../config/settings.ts'
import { callModel } from '../providers/call-model.ts'
import { circuitOf, processBreaker } from '../routing/breaker.ts'
import { inTurn } from '../routing/in-turn.ts'
import type { Hop } from '../routing/reaction.ts'
import type { Route, Target } from '../routing/route.ts'
import { targetName } from '../routing/target-name.ts'
import type { Task } from '../routing/task.ts'
import { attempt } from './attempt.ts'
import type { ConverseIo } from './converse.ts'
import type { Chunk } from './messages.ts'
import type { ChatRequest, ChatResult } from './request.ts'
import type { Thread } from './thread.ts'

const circuitIn =
  (settings: Settings) =>
  (target: Target): string => {
    if (target.kind !== 'model') return target.tool
    const provider = settings.providers[target.provider]
    return provider ? circuitOf(provider) : target.provider
  }

/** How much of an answer a chunk is, in characters; a tool call counts as one. */
const sizeOf = (chunk: Chunk): number => (typeof chunk === 'string' ? chunk.length : 1)

/** Asks the targets of a route in turn and gives the first answer, with all that became of the request. */
export const alongChain = async (
  request: ChatRequest,
  route: Route,
  task: Task,
  thread: Thread,
  io: ConverseIo,
): Promise<ChatResult> => {
  const { ctx, stop, settings } = thread
  const warnings: string[] = []
  let delivered = 0
  const { onChunk } = io
  const deliver = onChunk
    ? (chunk: Chunk, characters = sizeOf(chunk)) => {
        delivered += characters
        onChunk(chunk)
      }
    : undefined
  const models = route.chain.filter((target) => target.kind === 'model')

  const { answer, target, hops } = await inTurn(
    models,
    (model, place) =>
      attempt(model, {
        request,
        task,
        thread,
        warnings,
        deliver,
        ask: io.ask ?? callModel,
        route: `${place} of ${models.length}: ${because(route, place)}`,
      }),
    {
      breaker: processBreaker,
      circuit: circuitIn(settings),
      stop,
      onRateLimit: settings.policies.autoFallbackOnRateLimit ? 'next' : 'stop',
      // A model only answers: what follows from its answer is done by whoever asked.
      idempotent: true,
      delivered: () => delivered,
      pause: (ms) => sleep(ms, undefined, { signal: stop.signal }),
      random: Math.random,
      onHop: ({ target: name, kind, message: why }) => ctx.log('info', `${name} did not answer`, { kind, why }),
    },
  )
  const { passed, turns } = turnsOf(hops, target, route)
  return { ...answer, reasons: [...route.reasons, ...turns], warnings: [...route.warnings, ...warnings, ...passed] }
}

const nothing: readonly string[] = []

/** What became of those before the one that answered; `turns` tells of its own failures and of the change as well. */
const turnsOf = (hops: readonly Hop[], target: Target, route: Route) => {
  if (hops.length === 0 && target === route.chain[0]) return { passed: nothing, turns: nothing }
  const by = targetName(target)
  const [others, own] = [hops.filter((hop) => hop.target !== by), hops.filter((hop) => hop.target === by)]
  const passed = [...new Set(others.map(({ target: name, message }) => `${name} was passed over: ${message}`))]
  const again = own.map(({ message }) => `${by} answered when it was asked again: ${message}`)
  const moved = by === nameOfFirst(route) ? [] : [`${by} answered instead`]
  return { passed, turns: [...passed, ...again, ...moved] }
}

const nameOfFirst = ({ chain: [first] }: Route): string => (first ? targetName(first) : '')

/** Why a place of the chain is asked, in a few words: the decision for the first, a failure for the others. */
const because = ({ reasons }: Route, place: number): string =>
  place === 1 ? (reasons.at(-1) ?? '') : 'those before it did not answer'
