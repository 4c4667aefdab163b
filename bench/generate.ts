// A full generation without terraform, cold: the time of a process that loads, previews, writes and reads back the
// example, against `bun -e 1`; and the same inside one process. bun bench/generate.ts [pairs]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { line, paired, processMs } from './paired.ts'

const pairs = Number(process.argv[2] ?? 15)
const root = join(import.meta.dir, '..')
const directory = mkdtempSync(join(tmpdir(), 'nimbus-bench-'))
// Nothing on PATH: no terraform is found, and none is waited for.
const env = { PATH: '', HOME: directory, NIMBUS_HOME: join(directory, 'home'), NIMBUS_PRINCIPAL: 'bench' }
const nimbus = [process.execPath, join(root, 'apps/nimbus/main.ts')]
let n = 0

try {
  await Bun.write(join(directory, 'shop.yaml'), Bun.file(join(root, 'examples/shop.yaml')))
  const floor = () => processMs([process.execPath, '-e', '1'], env, directory)
  const generate = () =>
    processMs([...nimbus, 'generate', 'terraform', 'shop.yaml', '--out', `out${n++}`, '--quiet'], env, directory)
  console.log(line('generate, whole process from source', await paired(generate, floor, pairs)))
  const check = () => processMs([...nimbus, 'check', 'out0', '--quiet'], env, directory)
  console.log(line('check of it, whole process', await paired(check, floor, pairs)))
} finally {
  rmSync(directory, { recursive: true, force: true })
}
