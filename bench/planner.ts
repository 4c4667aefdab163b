// The offline planner over the open part of its set, against parsing the catalog's JSON: bun bench/planner.ts [rounds]

import { builtIn } from '../apps/nimbus/catalog.ts'
import { shippedLikeness } from '../services/engine/planner/likeness/shipped.ts'
import { planConversation } from '../services/engine/planner/plan-conversation.ts'
import { vocabularyOf } from '../services/engine/planner/words/vocabulary.ts'
import { turnsOf } from '../test/planner/entry.ts'
import { loadPart } from '../test/planner/load-set.ts'

const rounds = Number(process.argv[2] ?? 3)
const entries = builtIn.list()
const json = JSON.stringify(entries)
const requests = (await loadPart('open')).map(({ entry, surroundings }) => ({
  surroundings,
  said: turnsOf(entry).map(({ request }) => request),
}))

/** Milliseconds that a piece of work takes. */
const timed = (work: () => unknown): number => {
  const started = performance.now()
  work()
  return performance.now() - started
}

const at = (times: readonly number[], share: number): number => times[Math.floor(times.length * share)] ?? 0
const sorted = (times: number[]): number[] => times.sort((one, other) => one - other)

const made = timed(() => vocabularyOf(entries, shippedLikeness))
const vocabulary = vocabularyOf(entries, shippedLikeness)
for (const { said, surroundings } of requests) planConversation(said, surroundings, vocabulary)

const plans: number[] = []
const floors: number[] = []
const before = process.cpuUsage()
for (let round = 0; round < rounds; round++)
  for (const { said, surroundings } of requests)
    plans.push(timed(() => planConversation(said, surroundings, vocabulary)))
const { user, system } = process.cpuUsage(before)
for (let round = 0; round < rounds * 20; round++) floors.push(timed(() => JSON.parse(json)))
sorted(plans)
sorted(floors)
const floor = at(floors, 0.5)
console.log(`vocabulary of ${entries.length} operations, once: ${made.toFixed(1)} ms`)
console.log(
  `offline plan: p50 ${at(plans, 0.5).toFixed(2)} ms, p99 ${at(plans, 0.99).toFixed(2)} ms, ${((user + system) / 1000 / plans.length).toFixed(2)} ms of processor time each`,
)
console.log(`floor, parsing the catalog: ${floor.toFixed(2)} ms; plan p50 ×${(at(plans, 0.5) / floor).toFixed(2)}`)
