import { afterAll, expect, spyOn, test } from 'bun:test'
import { closeSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createExec } from './create-exec.ts'
import { heldBack } from './orphan.ts'
import { program } from './test-processes.ts'

const folder = mkdtempSync(join(tmpdir(), 'nimbus-orphan-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const held = program('sh', { to: 'group', graceMs: 500, orphaned: 'ended' })
const quiet = { redact: (text: string) => text, progress: () => {}, signal: new AbortController().signal }
const execWith = (env: Record<string, string | undefined>) => createExec({ env, spillDirectory: folder })

test('a program that waits for its heir gets its input and arguments, and its exit code is its own', async () => {
  const exec = execWith(process.env)
  const argv = ['-c', 'cat; echo " $0 $1"; exit 3', "a 'b'", '$c']
  expect(await exec(held, argv, { ...quiet, stdin: 'in', accept: [3] })).toMatchObject({ stdout: "in a 'b' $c\n" })
  expect(await exec(held, ['-c', 'exit 127'], { ...quiet, accept: [127] })).toMatchObject({ exitCode: 127 })
})

test('where it cannot be started that is said as of any program', async () => {
  const noInterpreter = join(folder, 'no-interpreter')
  writeFileSync(noInterpreter, '#!/no/such/interpreter\n', { mode: 0o755 })
  const exec = execWith({ NIMBUS_TEST_PROGRAM: noInterpreter })
  const thrown = await exec(held, [], quiet).catch((error: unknown) => error)
  expect(thrown).toMatchObject({ data: { code: 'program-unusable', exit: 5 } })
})

test('it ends, and has done nothing, when nobody is left who could let it go', async () => {
  const mark = join(folder, 'begun')
  const child = Bun.spawn(heldBack(['/bin/sh', '-c', `touch ${mark}`]) ?? [], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  closeSync(Number(child.stdio[3]))
  expect(await child.exited).not.toBe(0)
  expect(existsSync(mark)).toBe(false)
})

test.skipIf(process.platform !== 'linux')(
  'what cannot have an heir does not begin, and leaves nothing open',
  async () => {
    const began = join(folder, 'began')
    const descriptors = () => readdirSync('/proc/self/fd').length
    const exec = execWith(process.env)
    await exec(held, ['-c', 'exit 0'], quiet)
    const before = descriptors()
    const realSpawn = Bun.spawn
    const spy = spyOn(Bun, 'spawn').mockImplementation(((argv: string[], options: object) => {
      if (argv.includes('nimbus-heir')) throw new Error('no more processes')
      return realSpawn(argv, options)
    }) as typeof Bun.spawn)
    const work = exec(held, ['-c', `touch ${began}`], quiet).catch(String)
    expect(await work.finally(() => spy.mockRestore())).toContain('no more processes')
    while (descriptors() > before) await Bun.sleep(10)
    expect(existsSync(began)).toBe(false)
    expect(process.listeners('exit').map(({ name }) => name)).not.toContain('onExit')
  },
)
