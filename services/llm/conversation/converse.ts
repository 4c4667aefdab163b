import type { Context } from '@nimbus/kernel/define'
import { loadSettings } from '../config/load-settings.ts'
import type { Settings } from '../config/settings.ts'
import type { Ask } from '../providers/call-model.ts'
import { circuitOf, processBreaker } from '../routing/breaker.ts'
import { chooseRoute } from '../routing/choose-route.ts'
import { classifierFor } from '../routing/classifier.ts'
import type { RouterState } from '../routing/constraints.ts'
import type { Complexity, Route } from '../routing/route.ts'
import { type Task, taskOf } from '../routing/task.ts'
import { createSpending } from '../spending/spending.ts'
import { alongChain } from './along-chain.ts'
import { classified } from './classify.ts'
import { withInstructions } from './instructions.ts'
import type { Chunk } from './messages.ts'
import type { ChatRequest, ChatResult } from './request.ts'
import type { Thread } from './thread.ts'
import { maskedMessages, maskedWarning } from './without-secrets.ts'

/** What a caller wants to be told while a model answers. */
export interface ConverseIo {
  onChunk?: (chunk: Chunk) => void
  /** How one model is asked; `callModel` by default. */
  ask?: Ask
  /** How old the settings may be, in milliseconds; they are looked at anew by default. */
  settingsAgeMs?: number
}

const nobodyRests: RouterState = { resting: new Map() }

/** Providers whose breaker is open at the moment. */
const routerState = (settings: Settings): RouterState => {
  if (processBreaker.isCalm) return nobodyRests
  const resting = new Map<string, string>()
  for (const provider of Object.values(settings.providers))
    if (processBreaker.closedUntil(circuitOf(provider)) !== undefined)
      resting.set(provider.name, 'it failed several times in a row and is left alone for a while')
  return { resting }
}

interface Routed {
  route: Route
  task: Task
}

/** The route of a request; a configured classifier is asked where its word could change it. */
const routeFor = (request: ChatRequest, thread: Thread): Routed | Promise<Routed> => {
  const { settings } = thread
  const state = routerState(settings)
  const task = taskOf(request, settings)
  const route = chooseRoute(task, settings, state)
  const classifier = classifierFor(task, settings)
  return classifier === undefined
    ? { route, task }
    : classifiedRoute({ route, task }, classifier, request, thread, state)
}

const classifiedRoute = async (
  { route, task }: Routed,
  classifier: string,
  request: ChatRequest,
  thread: Thread,
  state: RouterState,
): Promise<Routed> => {
  const { settings, ctx } = thread
  const complexity: Complexity | undefined = await classified(request, classifier, task.complexity, thread)
  if (!complexity) {
    ctx.log('info', 'The classifier gave no answer: the features decide', { classifier })
    return { route, task }
  }
  const better = { ...task, complexity }
  const chosen = chooseRoute(better, settings, state)
  const reasons = [`${classifier} finds the task ${complexity.level}`, ...chosen.reasons]
  return { route: { ...chosen, reasons }, task: better }
}

/**
 * Asks a model: the one thread that every model call takes.
 *
 * Settings → route → for each target of the chain in turn: authorise the spending, call, settle what it took. Chunks are
 * passed on as they come. Raises one four-part error when nobody answered, a limit forbids it, or nobody may be asked;
 * stopping the call stops the provider's request and gives the reservation back.
 */
export const converse = async (asked: ChatRequest, ctx: Context<never>, io: ConverseIo = {}): Promise<ChatResult> => {
  const settings = await loadSettings(ctx, { maxAgeMs: io.settingsAgeMs ?? 0 })
  const thread: Thread = { ctx, stop: ctx.stop, settings, spending: createSpending(ctx, settings) }
  const whole = withInstructions(asked, settings)
  const { value: messages, places } = maskedMessages(whole.messages, ctx)
  const request = places === 0 ? whole : { ...whole, messages }
  const { route, task } = await routeFor(request, thread)
  const result = await alongChain(request, route, task, thread, io)
  const warnings = [...settings.warnings, ...maskedWarning(places)]
  return warnings.length === 0 ? result : { ...result, warnings: [...warnings, ...result.warnings] }
}
