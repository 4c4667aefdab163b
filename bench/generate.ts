/**
 * Measures generation and its check, without terraform, each as a whole process from source and cold.
 *
 *   bun bench/generate.ts [pairs]
 *
 * - generating alone: spec → files on disk, in a process that does nothing else, against one that writes the same bytes
 *   plainly. Goal: under 150 ms.
 * - checking alone: the files just generated are read, parsed and checked, against a process that only reads them.
 *   Goal: under 300 ms.
 * Both also with the processor time of the process, which a machine that others use disturbs less.
 *
 * - both as a person runs them, through the pipeline and on record, against `bun -e 1`.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { line, type Paired, paired, processMs } from './paired.ts'

const root = join(import.meta.dir, '..')
const [role = '', from = '', into = ''] = process.argv.slice(2)
const roles: Readonly<Record<string, () => unknown>> = { generate, write, check, read }
const given = roles[role]
await (given ? given() : measure(Number(role || 15)))

async function generate(): Promise<void> {
  const { prepare } = await import('../services/generator/terraform/generate.ts')
  const { writeAll } = await import('../services/generator/terraform/output/write.ts')
  const { plan } = await prepare({ spec: from, out: into, overrides: {}, workspace: dirname(from), today: new Date() })
  await writeAll(into, plan.files)
}

async function check(): Promise<void> {
  const { loadHcl } = await import('../packages/hcl/index.ts')
  const { checkModules } = await import('../services/generator/check/check.ts')
  const { loadModules } = await import('../services/generator/check/load.ts')
  const { rules } = await import('../services/generator/rules/index.ts')
  const sources = filesOf(from).map((path) => ({ path, text: readFileSync(join(from, path), 'utf8') }))
  checkModules(loadModules(sources, await loadHcl()), rules)
}

function filesOf(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return all
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .filter((path) => path.endsWith('.tf'))
}

/** The floor of generating: the same files, one after the other. */
function write(): void {
  for (const path of filesOf(from)) {
    mkdirSync(dirname(join(into, path)), { recursive: true })
    writeFileSync(join(into, path), readFileSync(join(from, path)))
  }
}

/** The floor of checking. */
function read(): void {
  for (const path of filesOf(from)) readFileSync(join(from, path), 'utf8')
}

function lineWithGoal(name: string, result: Paired, goalMs: number): string {
  return `${line(name, result)}  ${result.ours <= goalMs ? '✓' : '✗'} goal ${goalMs} ms`
}

/** Median milliseconds of processor time of a whole process, all threads. */
function processorMs(next: () => readonly string[], env: Record<string, string>): number {
  const spent = Array.from({ length: 7 }, () => {
    const argv = next()
    const { exitCode, resourceUsage } = Bun.spawnSync([process.execPath, import.meta.path, ...argv], { env })
    if (exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${exitCode}`)
    return Number(resourceUsage?.cpuTime.total ?? Number.NaN) / 1000
  })
  return spent.sort((a, b) => a - b)[3] ?? Number.NaN
}

async function measure(pairs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-bench-'))
  // Nothing on PATH: no terraform is found, and none is waited for.
  const env = { PATH: '', HOME: folder, NIMBUS_HOME: join(folder, 'home'), NIMBUS_PRINCIPAL: 'bench' }
  const spec = join(folder, 'shop.yaml')
  let n = 0
  const fresh = () => join(folder, `out${n++}`)
  const run = (...argv: string[]) => processMs([process.execPath, ...argv], env, folder)
  const here = (...argv: string[]) => run(import.meta.path, ...argv)
  const nimbus = (...argv: string[]) => run(join(root, 'apps/nimbus/main.ts'), ...argv, '--quiet')
  try {
    await Bun.write(spec, Bun.file(join(root, 'examples/shop.yaml')))
    const example = fresh()
    here('generate', spec, example)
    const alone = await paired(
      () => here('generate', spec, fresh()),
      () => here('write', example, fresh()),
      pairs,
    )
    console.log(lineWithGoal('generate alone', alone, 150))
    const generating = processorMs(() => ['generate', spec, fresh()], env)
    console.log(`${'  of the processor'.padEnd(34)} ${generating.toFixed(2).padStart(8)} ms`)
    const checking = await paired(
      () => here('check', example),
      () => here('read', example),
      pairs,
    )
    console.log(lineWithGoal('check alone', checking, 300))
    const spent = processorMs(() => ['check', example], env)
    console.log(`${'  of the processor'.padEnd(34)} ${spent.toFixed(2).padStart(8)} ms`)
    const empty = () => run('-e', '1')
    const whole = await paired(() => nimbus('generate', 'terraform', 'shop.yaml', '--out', `whole${n++}`), empty, pairs)
    console.log(line('generate, check and record', whole))
    console.log(line('check and record', await paired(() => nimbus('check', example), empty, pairs)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
