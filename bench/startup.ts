// Start-up of whole processes: the executable against an empty Bun executable, the source against `bun -e 1`.
// bun bench/startup.ts [pairs]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildExecutable, threadScripts } from '../scripts/build-executable.ts'
import { line, paired, processCost, quantile } from './paired.ts'

const pairs = Number(process.argv[2] ?? 40)
const root = join(import.meta.dir, '..')
const directory = mkdtempSync(join(tmpdir(), 'nimbus-bench-'))
const env = { PATH: process.env.PATH ?? '', HOME: directory, NIMBUS_HOME: join(directory, 'home') }

try {
  writeFileSync(join(directory, 'empty.ts'), 'process.exit(0)\n')
  const empty = await buildExecutable(join(directory, 'empty.ts'), join(directory, 'empty'))
  const entry = join(root, 'apps/nimbus/main.ts')
  const nimbus = await buildExecutable(entry, join(directory, 'nimbus'), undefined, threadScripts)
  const source = [process.execPath, join(root, 'apps/nimbus/main.ts')]
  let n = 0
  const cases: [string, readonly string[], readonly string[], number, () => string[]][] = [
    ['executable --version', [nimbus], [empty], 3, () => ['--version']],
    ['executable --help', [nimbus], [empty], 4, () => ['--help']],
    ['executable, read from the store', [nimbus], [empty], 5, () => ['config', 'get', 'autonomy']],
    [
      'executable, recorded write',
      [nimbus],
      [empty],
      6,
      () => ['state', 'artifact-save', '--name', `a${n++}`, '--content', 'x'],
    ],
    ['source --version', source, [process.execPath, '-e', '1'], 5, () => ['--version']],
    ['source, read from the store', source, [process.execPath, '-e', '1'], 12, () => ['config', 'get', 'autonomy']],
  ]
  for (const [name, ours, floor, goal, argv] of cases) {
    // Waiting for a processor or a disk that others use is in the wall time, and not in this.
    const processor: Record<'ours' | 'floor', number[]> = { ours: [], floor: [] }
    const take = (who: keyof typeof processor, command: readonly string[]): number => {
      const cost = processCost(command, env, directory)
      processor[who].push(cost.processor)
      return cost.wall
    }
    const result = await paired(
      () => take('ours', [...ours, ...argv()]),
      () => take('floor', floor),
      pairs,
    )
    const ratio = quantile(processor.ours, 0.5) / quantile(processor.floor, 0.5)
    console.log(`${line(name, result, goal)}  processor ${ratio.toFixed(2)}×`)
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}
