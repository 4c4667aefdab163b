import { builtIn as catalog } from '../../apps/nimbus/catalog.ts'
import { knownOperation } from './known-operation.ts'
import { loadPart } from './load-set.ts'
import { offlinePlanner } from './offline-planner.ts'
import { runSet } from './run-set.ts'
import { report } from './tally.ts'

// Run as a program it prints the scores of both parts, and the confusions of the open one.
const known = new Map(catalog.list().map((entry) => [entry.id, knownOperation(entry)]))
const set = [...(await loadPart('open')), ...(await loadPart('held-out'))]
const results = await runSet(set, offlinePlanner(catalog.list()), (id) => known.get(id))
const times = results.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
console.log(report(results))
console.log(
  `p50 ${times[times.length >> 1]?.toFixed(2)} ms, p99 ${times[Math.floor(times.length * 0.99)]?.toFixed(2)} ms`,
)
