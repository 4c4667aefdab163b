import { expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { fakePrograms, product, workspace } from '@nimbus/testkit'
import { barePath, writeLlmYaml } from './fake-agents.ts'

const yaml = `
tools:
  helper: { binary: helper, args: ["--", "{{prompt}}"], prompt: argument, output: { format: text, cost: not-metered } }
`

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch {
    // Nobody is there.
    return false
  }
  // One that has ended and was not collected yet counts as gone; the state follows the name (proc(5)).
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'latin1') : ''
  return !/\) [ZX] /.test(stat)
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

test('an agent program that works without a word ends when Nimbus is killed outright, with what it started', async () => {
  await using fake = fakePrograms()
  await using ws = await workspace({}, { env: { PATH: `${fake.bin}:${barePath}` } })
  const note = `${ws.path}/pids`
  fake.program(
    'helper',
    `const child = require('node:child_process').spawn('sleep', ['300'])
     require('node:fs').writeFileSync(${JSON.stringify(`${note}.new`)}, process.pid + ' ' + child.pid)
     require('node:fs').renameSync(${JSON.stringify(`${note}.new`)}, ${JSON.stringify(note)})
     setInterval(() => {}, 1000)`,
  )
  await writeLlmYaml(ws, yaml)
  const nimbus = Bun.spawn([...product().command, 'llm', 'exec', 'work', '--tool', 'helper', '--yes'], {
    cwd: ws.path,
    env: ws.env,
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  await until(() => existsSync(note))
  const pids = readFileSync(note, 'utf8').split(' ').map(Number)
  expect(pids.map(lives)).toEqual([true, true])

  nimbus.kill('SIGKILL')
  await nimbus.exited
  await until(() => !pids.some(lives))
  expect(pids.map(lives)).toEqual([false, false])
}, 60_000)
