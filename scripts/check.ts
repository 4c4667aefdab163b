// Runs the checks, then (without --quick) all tests. Ends with the line `N passed, N failed, N skipped`.
import { join } from 'node:path'
import { prepareTools } from './test-tools.ts'

const root = join(import.meta.dir, '..')
const quick = process.argv.includes('--quick')
const only = process.argv.slice(2).filter((word) => !word.startsWith('--'))

interface Check {
  name: string
  argv: readonly string[]
}

const tool = (name: string) => join(root, 'node_modules/.bin', name)

const checks: readonly Check[] = [
  { name: 'format', argv: [tool('biome'), 'check', '--error-on-warnings', '.'] },
  { name: 'lint', argv: [tool('oxlint'), '--type-aware', '.'] },
  { name: 'types', argv: [tool('tsc'), '-p', '.'] },
  { name: 'catalog', argv: [process.execPath, 'scripts/generate-catalog.ts', '--check'] },
  { name: 'sayings', argv: [process.execPath, 'scripts/count-sayings.ts', '--check'] },
  { name: 'reference', argv: [process.execPath, 'scripts/generate-reference.ts', '--check'] },
  ...(quick ? [{ name: 'architecture', argv: [process.execPath, 'test', './test/architecture'] }] : []),
]

const run = async ({ name, argv }: Check): Promise<boolean> => {
  const started = performance.now()
  const child = Bun.spawn([...argv], {
    cwd: root,
    stdout: 'pipe',
    stderr: 'pipe',
    env: { ...process.env, NO_COLOR: '1' },
  })
  const [stdout, stderr, exit] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.error(`${exit === 0 ? '✓' : '✗'} ${name.padEnd(12)} ${seconds}s`)
  if (exit !== 0) console.error(`${stdout}${stderr}`.trim().split('\n').slice(-60).join('\n'))
  return exit === 0
}

interface Counts {
  passed: number
  failed: number
  skipped: number
}

// Tests of real infrastructure mostly wait: more files at once than cores, and the slowest first.
const parallel = ['--parallel=5', '--timings=test/timings.json']

/** Runs the test runner, passing its output through, and reads its closing counts. */
const runTests = async (paths: readonly string[], env: Record<string, string>): Promise<Counts> => {
  const child = Bun.spawn([process.execPath, 'test', '--timeout', '60000', ...parallel, ...paths], {
    cwd: root,
    stdout: 'inherit',
    stderr: 'pipe',
    env: { ...process.env, ...env, NO_COLOR: '1' },
  })
  let tail = ''
  const decoder = new TextDecoder()
  for await (const bytes of child.stderr) {
    process.stderr.write(bytes)
    tail = (tail + decoder.decode(bytes, { stream: true })).slice(-20_000)
  }
  const exit = await child.exited
  const count = (word: string) => Number(new RegExp(`^\\s*(\\d+) ${word}$`, 'm').exec(tail)?.[1] ?? 0)
  const counts = { passed: count('pass'), failed: count('fail'), skipped: count('skip') + count('todo') }
  // A runner that died, or found errors between tests, has failed whatever it counted.
  return exit !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

const results: boolean[] = []
// Two at a time: that is how many cores a small machine has.
for (let i = 0; i < checks.length; i += 2) results.push(...(await Promise.all(checks.slice(i, i + 2).map(run))))
const broken = results.filter((ok) => !ok).length

if (quick) process.exit(broken > 0 ? 1 : 0)

const { env, missing } = await prepareTools(root)
const counts = await runTests(only, env)
const failed = counts.failed + broken + missing
console.log(`${counts.passed + results.length - broken} passed, ${failed} failed, ${counts.skipped} skipped`)
process.exit(failed > 0 ? 1 : 0)
