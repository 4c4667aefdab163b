import type { LedgerEntry } from '@nimbus/kernel/define'
import type { Policies } from '../config/settings.ts'
import type { TokenUsage } from '../conversation/messages.ts'
import { isCost, isTokenCount } from '../conversation/plausible.ts'
import { present } from '../present.ts'
import type { Invocation } from './invocation.ts'

/**
 * A call that failed before anything was answered: it took nothing, and that is known. What an answer took that could
 * not be read, and an agent program that was started and failed, nobody knows.
 */
export const spentNothing = ({ outcome, tool, usage, cost, firstTokenMs }: Invocation): boolean => {
  const unsaid = usage === undefined && cost === undefined
  const answered = outcome === 'ok' || outcome === 'malformed' || firstTokenMs !== undefined
  return unsaid && !answered && tool === undefined
}

const labelNames = {
  agent: 'agent',
  tool: 'tool',
  provider: 'provider',
  model: 'model',
  taskType: 'task-type',
  project: 'project',
} as const

const labelFields = Object.entries(labelNames) as [keyof typeof labelNames, string][]

/** What is told of an invocation beside the figures. */
interface Detail {
  run: string
  route: string
  request?: string
  response?: string
}

const kinds = ['input', 'cachedRead', 'cachedWrite', 'output', 'reasoning'] as const

const isAmount = (name: string, amount: number): boolean => {
  if (name === 'latencyMs' || name === 'firstTokenMs') return true
  return name === 'cost' ? isCost(amount) : isTokenCount(amount)
}

/**
 * An entry without what it says a call took, where no call can have taken that: what providers and programs said was
 * once believed, and such entries are kept.
 */
export const soundEntry = (entry: LedgerEntry): LedgerEntry => {
  for (const name in entry.amounts)
    if (!isAmount(name, entry.amounts[name] ?? Number.NaN)) {
      const { latencyMs, firstTokenMs } = entry.amounts
      return { ...entry, amounts: present({ latencyMs, firstTokenMs }) }
    }
  return entry
}

/**
 * An invocation as an entry of the ledger. What was asked and answered is part of it with privacy `full` only; the
 * ledger redacts it.
 */
export const entryOf = (invocation: Invocation, { mode }: Policies['privacy']): LedgerEntry => {
  const { id, at, run, route, outcome, metering, usage, cost, latencyMs, firstTokenMs, request, response } = invocation
  const labels: Record<string, string> = {}
  for (const [field, label] of labelFields) {
    const value = invocation[field]
    if (value !== undefined) labels[label] = value
  }
  labels.outcome = outcome
  labels.metering = metering
  const amounts: Record<string, number> = { ...usage }
  const known = cost ?? (spentNothing(invocation) && metering === 'metered' ? 0 : undefined)
  if (known !== undefined) amounts.cost = known
  amounts.latencyMs = Math.round(latencyMs)
  if (firstTokenMs !== undefined) amounts.firstTokenMs = Math.round(firstTokenMs)
  const detail: Detail = { run, route }
  if (mode === 'full') Object.assign(detail, present({ request, response }))
  return { id, at, labels, amounts, detail }
}

const usageOf = (amounts: LedgerEntry['amounts']): TokenUsage | undefined => {
  if (amounts.input === undefined && amounts.output === undefined) return undefined
  const [input, cachedRead, cachedWrite, output, reasoning] = kinds.map((kind) => amounts[kind] ?? 0)
  return {
    input: input ?? 0,
    cachedRead: cachedRead ?? 0,
    cachedWrite: cachedWrite ?? 0,
    output: output ?? 0,
    reasoning: reasoning ?? 0,
  }
}

/** An entry of the ledger as the invocation that it was made from; without its detail, run and route are empty. */
export const invocationOf = (entry: LedgerEntry): Invocation => {
  const { id, at, labels, amounts, detail } = soundEntry(entry)
  const { run, route, request, response } = (detail ?? {}) as Partial<Detail>
  const named = labelFields.map(([field, label]) => [field, labels[label]])
  const usage = usageOf(amounts)
  return {
    ...present<Record<string, string>>(Object.fromEntries(named)),
    id,
    at,
    run: run ?? '',
    route: route ?? '',
    project: labels.project ?? '',
    outcome: labels.outcome as Invocation['outcome'],
    metering: labels.metering as Invocation['metering'],
    ...(usage ? { usage } : {}),
    ...(amounts.cost === undefined ? {} : { cost: amounts.cost }),
    latencyMs: amounts.latencyMs ?? 0,
    ...(amounts.firstTokenMs === undefined ? {} : { firstTokenMs: amounts.firstTokenMs }),
    ...present({ request, response }),
  }
}
