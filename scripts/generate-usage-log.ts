// Writes examples/usage.jsonl: a month of 1,200 model calls of a team that runs services, always on one large model.
// Deterministic: the same seed gives the same bytes. `--check` says whether the file is current.
//
// The mix: of 100 calls 78 are simple (most of them asked by hooks, on every commit, pull request, ticket and alert), 16
// moderate and 6 hard. It is made up, not measured from anybody's use. Why it is plausible: hooks ask far
// more often than people do, and hard prompts are a category of their own even among what people ask (lmsys.org, "Hard
// Prompts", 2024-05-20). Hard tasks are longer: they are 6 in 100 calls and 23 % of the money.
import { join } from 'node:path'
import { fillers, type PromptKind, promptKinds } from './usage-prompts.ts'

const calls = 1200
const seed = 20261101
const start = Date.UTC(2026, 9, 1)
const days = 30
/** The large model that everything was asked of. */
const provider = 'anthropic'
const model = 'claude-sonnet-5-5'

/**
 * Numbers from 0 to 1, the same for the same seed: a linear congruential generator with the constants of Numerical
 * Recipes (section 7.1). Good enough to mix a log; its quality matters to nothing else.
 */
const numbers = (from: number) => {
  let state = from
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const random = numbers(seed)
const one = <T>(of: readonly T[]): T => {
  const chosen = of[Math.floor(random() * of.length)]
  if (chosen === undefined) throw new Error('nothing to choose from')
  return chosen
}
/** Small values are commoner than large ones, as lengths of texts are. */
const between = ([from, to]: readonly [number, number]): number => Math.round(from * (to / from) ** random())

const total = promptKinds.reduce((sum, { weight }) => sum + weight, 0)
const anyKind = (): PromptKind => {
  let left = random() * total
  for (const kind of promptKinds) {
    left -= kind.weight
    if (left < 0) return kind
  }
  return one(promptKinds)
}

const filled = (prompt: string): string => prompt.replace(/\{(\w+)\}/g, (_, name: string) => one(fillers[name] ?? []))

/** Hooks always say what kind of task it is; people say it in two of five calls. */
const hooks: readonly string[] = ['committer', 'triage', 'docs']
const people = 0.4

const lineAt = (at: number): string => {
  const { prompts, unseen, difficulty, agent, taskType, input, output } = anyKind()
  const typed = hooks.includes(agent) || random() < people
  const tokens = between(input)
  // Long material is often sent again within minutes, and read from the provider's cache.
  const cached = tokens > 2000 && random() < 0.4 ? Math.round(tokens * 0.6) : 0
  return JSON.stringify({
    at: new Date(at).toISOString(),
    agent,
    ...(typed ? { task_type: taskType } : {}),
    provider,
    model,
    input_tokens: tokens - cached,
    ...(cached > 0 ? { cached_tokens: cached } : {}),
    output_tokens: between(output),
    // Half of the prompts are new to the router: as many as not, because words were chosen with the others known.
    prompt: filled(one(random() < 0.5 ? prompts : unseen)),
    difficulty,
  })
}

const times = Array.from({ length: calls }, () => start + Math.floor(random() * days * 86_400_000)).toSorted(
  (a, b) => a - b,
)
const text = `${times.map(lineAt).join('\n')}\n`

const file = join(import.meta.dir, '../examples/usage.jsonl')
if (process.argv.includes('--check')) {
  const current = (await Bun.file(file).text()) === text
  console.error(current ? '✓ usage log' : '✗ examples/usage.jsonl is not what scripts/generate-usage-log.ts writes')
  process.exit(current ? 0 : 1)
}
await Bun.write(file, text)
