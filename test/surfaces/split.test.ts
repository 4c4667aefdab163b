import { expect, test } from 'bun:test'
import { workspace } from '@nimbus/testkit'
import { descendantsOf, processes } from './process-tree.ts'
import { splitServer } from './split-server.ts'

const minute = 60_000

test(
  'services end with the process that started them, also when that is killed outright',
  async () => {
    await using place = await workspace()
    await using split = await splitServer(place, ['fs', 'git'])
    const services = descendantsOf(split.pid, await processes()).map(({ pid }) => pid)
    expect(services).toHaveLength(2)
    process.kill(split.pid, 'SIGKILL')
    const deadline = performance.now() + 20_000
    for (let left = services; left.length > 0; ) {
      if (performance.now() > deadline) throw new Error(`still running: ${left.join(', ')}`)
      const alive = new Set((await processes()).map(({ pid }) => pid))
      left = left.filter((pid) => alive.has(pid))
    }
  },
  minute,
)

test(
  'services that were told to stop do',
  async () => {
    // A proxy of the environment has nothing to do with what is on this machine.
    await using place = await workspace(
      {},
      { env: { HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9' } },
    )
    await using split = await splitServer(place, ['fs', 'git'])
    expect(await split.stop()).toBe(0)
  },
  minute,
)

test.skipIf(process.platform !== 'linux')(
  'services at another address find each other there (on Linux, where all of 127.0.0.0/8 is this machine)',
  async () => {
    const token = 'token-of-the-address'
    const steps = [{ id: 'a', operation: 'fs.write', input: { file: 'a.txt', content: 'one' } }]
    await using place = await workspace({ 'plan.json': JSON.stringify({ steps }) }, { env: { NIMBUS_TOKEN: token } })
    const plan = /p_[a-z2-7]{20}/.exec((await place.cli(['plan', 'save', 'plan.json'])).stdout)?.[0] ?? ''
    await place.cli(['approve', plan])
    await using split = await splitServer(place, ['engine', 'fs'], ['--hostname', '127.0.0.2'])
    const answer = await fetch(`http://127.0.0.2:${split.port}/api/nimbus/apply`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ plan }),
    })
    expect(await answer.json()).toMatchObject({ ok: true, outcome: 'done' })
    expect(await place.file('a.txt').text()).toBe('one')
  },
  minute,
)
