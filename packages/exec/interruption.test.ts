import { afterAll, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit/failure'
import { createExec } from './create-exec.ts'
import { program } from './test-processes.ts'

const folder = mkdtempSync(join(tmpdir(), 'nimbus-interruption-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const exec = createExec({ env: process.env, spillDirectory: join(folder, 'spill') })
const quiet = { redact: (text: string) => text, progress: () => {}, signal: new AbortController().signal }

const keeper = (saying: string) => program('bun', { to: 'leader', saying })
/** Works on after an INT until its file exists; its child would say so if it heard a signal. */
const statefulScript = (finish: string) => `
  process.on('SIGINT', () => console.log('asked'))
  const child = Bun.spawn(['sh', '-c', 'trap "echo plugin-hit" INT TERM; echo plugin-up; while :; do sleep 0.05; done'], { stdout: 'inherit' })
  const timer = setInterval(async () => {
    if (!(await Bun.file(${JSON.stringify(finish)}).exists())) return
    clearInterval(timer)
    child.kill('SIGKILL')
    console.log('state written')
  }, 20)
`

test('interrupts a program that holds state alone, says so, and lets it finish', async () => {
  const finish = join(folder, 'finish-leader')
  const abort = new AbortController()
  const lines: string[] = []
  const said: string[] = []
  const work = exec(keeper('it is finishing its state'), ['-e', statefulScript(finish)], {
    ...quiet,
    signal: abort.signal,
    progress: (text) => said.push(text),
    onLine(line) {
      lines.push(line)
      if (line === 'plugin-up') abort.abort()
      if (line === 'asked') writeFileSync(finish, '')
    },
  })
  expect(await failure(work)).toMatchObject({ code: 'cancelled' })
  expect(said).toEqual(['it is finishing its state'])
  expect(lines).toEqual(['plugin-up', 'asked', 'state written'])
})

test('ends a program that holds state when somebody insists', async () => {
  const abort = new AbortController()
  const insist = new AbortController()
  const insistent = createExec({ env: process.env, spillDirectory: folder, insist: insist.signal })
  const work = insistent(keeper('finishing'), ['-e', statefulScript(join(folder, 'never'))], {
    ...quiet,
    signal: abort.signal,
    onLine(line) {
      if (line === 'plugin-up') abort.abort()
      if (line === 'asked') insist.abort()
    },
  })
  expect(await failure(work)).toMatchObject({ code: 'cancelled' })
})

test('lets a program that holds state finish when nobody can follow it any more', async () => {
  const written = join(folder, 'unfollowed-state')
  const script = `
    process.once('SIGINT', () => setTimeout(() => Bun.write(${JSON.stringify(written)}, 'state written'), 200))
    console.log('up')
    setTimeout(() => {}, 60_000).unref()
    const timer = setInterval(async () => {
      if (await Bun.file(${JSON.stringify(written)}).exists()) clearInterval(timer)
    }, 20)
  `
  const work = exec(keeper('finishing'), ['-e', script], {
    ...quiet,
    onLine: () => {
      throw new Error('the disk is full')
    },
  })
  expect(await work.catch(String)).toContain('the disk is full')
  expect(readFileSync(written, 'utf8')).toBe('state written')
})

test('asks a program that holds state once, though its time is up and the call is cancelled', async () => {
  const abort = new AbortController()
  const lines: string[] = []
  const script = `
    let asked = 0
    process.on('SIGINT', () => {
      console.log('asked', ++asked)
      setTimeout(() => process.exit(), 200)
    })
    console.log('up')
    setTimeout(() => {}, 60_000)
  `
  const work = exec(keeper('finishing'), ['-e', script], {
    ...quiet,
    signal: abort.signal,
    timeoutMs: 1000,
    onLine(line) {
      lines.push(line)
      if (line.startsWith('asked')) abort.abort()
    },
  })
  expect(await failure(work)).toMatchObject({ code: 'cancelled' })
  expect(lines).toEqual(['up', 'asked 1'])
})

test('lets a program that holds state finish its work when Nimbus itself is killed', async () => {
  const finish = join(folder, 'finish-orphan')
  const written = join(folder, 'orphan-state')
  const worker = `
    console.log('up')
    const timer = setInterval(async () => {
      if (!(await Bun.file(${JSON.stringify(finish)}).exists())) return
      clearInterval(timer)
      for (let i = 0; i < 100; i++) console.log('still writing')
      await Bun.write(${JSON.stringify(written)}, 'state written')
    }, 20)
  `
  const starter = `
    import { createExec } from ${JSON.stringify(join(import.meta.dir, 'create-exec.ts'))}
    const program = { name: 'bun', binaries: ['bun'], override: 'NIMBUS_TEST_PROGRAM', version: [], install: '', enables: '',
      interrupt: () => ({ to: 'leader', saying: '' }) }
    await createExec({ env: process.env, spillDirectory: ${JSON.stringify(join(folder, 'orphan'))} })(program, ['-e', ${JSON.stringify(worker)}], {
      signal: new AbortController().signal, redact: (text) => text, progress: () => {}, onLine: (line) => console.log(line) })
  `
  const nimbus = Bun.spawn([process.execPath, '-e', starter], { stdout: 'pipe', stderr: 'inherit' })
  const { value } = await nimbus.stdout.getReader().read()
  expect(new TextDecoder().decode(value)).toBe('up\n')
  nimbus.kill('SIGKILL')
  await nimbus.exited
  writeFileSync(finish, '')
  while (!existsSync(written)) await Bun.sleep(10)
  expect(readFileSync(written, 'utf8')).toBe('state written')
})
