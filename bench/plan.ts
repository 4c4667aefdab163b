/**
 * Measures a plan of 1,000 steps with every operation of the catalog in it: reading its document, checking it, making it
 * smaller, drawing it.
 *
 *   bun bench/plan.ts [steps]
 *
 * The floor is parsing the same document as JSON, in turn. The check of a plan is due within 200 ms, the first time in a
 * process included, which is printed apart.
 */
import { builtIn as catalog } from '../apps/nimbus/catalog.ts'
import { optimizePlan, readPlan, sealed, treeOf, validatePlan } from '../packages/plan-graph/index.ts'
import { line, paired } from './paired.ts'

const count = Number(process.argv[2] ?? 1000)
const examples = catalog.list().filter(({ exclude, examples: [first] }) => !exclude.call && first)

const steps = Array.from({ length: count }, (_, i) => {
  const entry = examples[i % examples.length]
  const id = String(i)
  const dependsOn = i < 3 ? [] : [String(i - 3)]
  // Every fourth step takes what one before it gave.
  if (i % 4 === 3)
    return {
      id,
      operation: 'fs.write',
      input: { file: `out/${i}.txt`, content: { $from: { step: String(i - 3), pointer: '/text' } } },
      dependsOn,
    }
  if (i % 4 === 0) return { id, operation: 'fs.read', input: { file: `in/${i}.txt` }, dependsOn }
  return { id, operation: entry?.id ?? '', input: entry?.examples[0]?.input ?? {}, dependsOn }
})
const document = JSON.stringify({ steps })
const here = { workspace: '/srv/shop', now: new Date() }
const timed = (work: () => unknown): number => {
  const started = performance.now()
  work()
  return performance.now() - started
}

const { plan: read } = readPlan(document, catalog, here)
const looked = read.steps.map(({ id, effect }, i) => ({
  step: id,
  decide: 'ask' as const,
  rule: '',
  changes: [{ resource: `workspace:${i % 7}/${i}.txt`, effect }],
}))
const plan = sealed({ ...read, decisions: looked })
const cold = timed(() => {
  const problems = validatePlan(plan, catalog, here.now)
  if (problems.length > 0) throw new Error(`the plan is not in order: ${JSON.stringify(problems.slice(0, 3))}`)
})

const floor = () => timed(() => JSON.parse(document))
console.log(`${count} steps, ${document.length} characters, ${examples.length} operations`)
console.log(`check, the first time in a process: ${cold.toFixed(1)} ms ${cold < 200 ? '✓ < 200' : '✗ over 200'} ms`)
console.log(line('check', await paired(() => timed(() => validatePlan(plan, catalog, here.now)), floor, 15)))
console.log(line('read the document', await paired(() => timed(() => readPlan(document, catalog, here)), floor, 15)))
console.log(line('make it smaller', await paired(() => timed(() => optimizePlan(plan, catalog)), floor, 7)))
console.log(line('draw its tree', await paired(() => timed(() => treeOf(plan)), floor, 15)))
