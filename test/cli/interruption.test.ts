import { expect, test } from 'bun:test'
import { chmodSync, existsSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { product, type TestWorkspace, workspace } from '@nimbus/testkit'

const exists = (path: string): Promise<void> =>
  new Promise((resolve) => {
    const watcher = watch(join(path, '..'), () => {
      if (!existsSync(path)) return
      watcher.close()
      resolve()
    })
    if (existsSync(path)) {
      watcher.close()
      resolve()
    }
  })

/** Whether a process still does something; one that nobody has collected yet does not. */
const alive = (pid: number): boolean => {
  const { stdout } = Bun.spawnSync(['ps', '-o', 'stat=', '-p', String(pid)])
  const state = stdout.toString().trim()
  return state !== '' && !state.startsWith('Z')
}

/** A command that waits for a program which waits for another; the pids of both. */
const waitingCommand = async (place: TestWorkspace, starter: readonly string[] = []) => {
  await place.write({
    'bin/kubectl':
      '#!/bin/sh\n[ "$1" = config ] || exit 0\nsleep 600 &\necho "$$ $!" > "$READY.part"\nmv "$READY.part" "$READY"\nwait\n',
  })
  const program = join(place.path, 'bin/kubectl')
  const ready = join(place.path, 'ready')
  chmodSync(program, 0o755)
  await place.write({ 'bin/kubectl': readFileSync(program, 'utf8').replaceAll('$READY', ready) })
  const child = Bun.spawn([...starter, ...product().command, 'doctor', '--offline', '--json'], {
    cwd: place.path,
    env: { ...place.env, NIMBUS_KUBECTL: program },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  await exists(ready)
  const pids = readFileSync(ready, 'utf8').trim().split(' ').map(Number)
  expect(pids.map(alive)).toEqual([true, true])
  return { child, pids }
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a long program and what it started, and the call says so',
  async (signal) => {
    await using place = await workspace()
    const { child, pids } = await waitingCommand(place)
    const asked = performance.now()
    child.kill(signal)
    const [stdout, exit] = await Promise.all([child.stdout.text(), child.exited])
    expect(performance.now() - asked).toBeLessThan(4000)
    expect(exit).toBe(130)
    const envelope = JSON.parse(stdout) as { run: string }
    expect(envelope).toMatchObject({ ok: false, outcome: 'cancelled', error: { code: 'cancelled' } })
    expect(pids.map(alive)).toEqual([false, false])

    const shown = await place.cli(['run', 'show', envelope.run, '--json'])
    expect(JSON.parse(shown.stdout)).toMatchObject({ data: { outcome: 'cancelled' } })
  },
)

test.skipIf(process.platform !== 'linux')('the end of the terminal ends it in the same way, in silence', async () => {
  await using place = await workspace()
  const { child, pids } = await waitingCommand(place)
  child.kill('SIGHUP')
  const [stdout, exit] = await Promise.all([child.stdout.text(), child.exited])
  expect([exit, stdout]).toEqual([130, ''])
  expect(pids.map(alive)).toEqual([false, false])
  const { stdout: listed } = await place.cli(['history', '--json'])
  const { entries } = (JSON.parse(listed) as { data: { entries: { outcome: string }[] } }).data
  expect(entries.map(({ outcome }) => outcome)).toContain('cancelled')
})

test.skipIf(process.platform !== 'linux')('what was started to outlive its terminal does', async () => {
  await using place = await workspace()
  const { child, pids } = await waitingCommand(place, ['nohup'])
  child.kill('SIGHUP')
  child.kill('SIGINT')
  const [stdout, exit] = await Promise.all([child.stdout.text(), child.exited])
  // It heard Ctrl-C only: it says what became of it.
  expect([exit, JSON.parse(stdout)]).toMatchObject([130, { outcome: 'cancelled' }])
  expect(pids.map(alive)).toEqual([false, false])
})

test.skipIf(process.platform !== 'linux')(
  'while standard input is read, Ctrl-C means what it always means',
  async () => {
    await using place = await workspace()
    const child = Bun.spawn([...product().command, 'fs', 'write', 'a.txt', '--content', '-'], {
      cwd: place.path,
      env: place.env,
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'pipe',
    })
    await readingInput(child.pid)
    child.kill('SIGINT')
    await child.exited
    expect(child.signalCode).toBe('SIGINT')
    expect(await place.file('a.txt').exists()).toBe(false)
  },
)

/** Waits until a process sits in a read of its standard input; only the kernel knows. */
const readingInput = async (pid: number): Promise<void> => {
  const call = () => readFileSync(`/proc/${pid}/syscall`, 'utf8').split(' ').slice(0, 2).join(' ')
  // 0 is read on x86-64, 63 on arm64.
  while (!/^(0|63) 0x0$/.test(call())) await Bun.sleep(5)
}

test('a server that waits for its database is ended at once', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  using silent = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { open: () => resolve(), data() {} } })
  await using place = await workspace({}, { env: { NIMBUS_DATABASE_URL: `postgres://a@127.0.0.1:${silent.port}/a` } })
  const child = Bun.spawn([...product().command, 'serve', '--port', '0'], {
    cwd: place.path,
    env: place.env,
    stderr: 'ignore',
  })
  await asked
  child.kill('SIGTERM')
  await child.exited
  expect(child.signalCode).toBe('SIGTERM')
})
