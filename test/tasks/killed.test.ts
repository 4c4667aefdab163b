import { expect, test } from 'bun:test'
import type { Envelope } from '@nimbus/kernel'
import type { TestWorkspace } from '@nimbus/testkit'
import { onEachDatabase, type Place } from '../durability/databases.ts'
import { approvedPlan, endState, fortySteps, repository } from './forty-steps.ts'
import { callUntilKilled } from './killing.ts'

/** How often a process is killed in all: on a server fewer, whose transactions are the same and whose time is longer. */
const enough = { sqlite: 100, postgres: 30 }
/** How many repositories are worked at side by side. */
const sideBySide = 2
/** The longest that a process lives before it is killed, in milliseconds. */
const longest = 350

const outcomeOf = (end: Envelope): unknown => end.error ?? end.outcome

/** Steps whose effect was made again after a run of it had ended well. */
const repeated = async (ws: TestWorkspace, task: string): Promise<string[]> => {
  const { ports, principal } = await ws.host()
  const runs = (await ports.journal.list({ tenant: principal.tenant, task, limit: 10_000 })).filter(
    ({ effect, outcome }) => effect !== 'read' && outcome !== 'preview',
  )
  return fortySteps()
    .filter(({ id }) => {
      // Newest first: what came before something that was done matters not.
      const own = runs.filter(({ step }) => step === id).toReversed()
      const done = own.findIndex(({ outcome }) => outcome === 'done')
      return done >= 0 && done < own.length - 1
    })
    .map(({ id }) => id)
}

/** Applies the plan, kills it again and again and goes on, until it is done. */
const killedUntilDone = async (place: Place, expected: string[], kills: () => boolean): Promise<void> => {
  await using ws = await repository(place.url)
  const plan = await approvedPlan(ws)
  const { ports, principal } = await ws.host()
  for (;;) {
    const [task] = await ports.tasks.list({ tenant: principal.tenant, limit: 1 })
    const operation = task ? 'engine.task-resume' : 'nimbus.apply'
    const input = task ? { task: task.id } : { plan }
    const kill = kills()
    const end = await callUntilKilled(ws, operation, input, kill ? Math.random() * longest : 120_000)
    if (end === 'killed') continue
    expect(outcomeOf(end)).toBe('done')
    break
  }
  const [task] = await ports.tasks.list({ tenant: principal.tenant, limit: 1 })
  expect(task).toMatchObject({ status: 'done' })
  expect(endState(ws)).toEqual(expected)
  expect(await repeated(ws, task?.id ?? '')).toEqual([])
  expect(await ports.audit.verify()).toMatchObject({ intact: true })
}

onEachDatabase('a killed task', (place) => {
  test('forty steps, killed at random: always the same end, and nothing that was done is done again', async () => {
    using first = await place()
    await using calm = await repository(first.url)
    const plan = await approvedPlan(calm)
    expect(fortySteps()).toHaveLength(40)
    expect(outcomeOf(await calm.invoke('nimbus.apply', { plan }))).toBe('done')
    const expected = endState(calm)

    let left = enough[first.url.startsWith('postgres:') ? 'postgres' : 'sqlite']
    const kills = () => {
      left -= 1
      return left >= 0
    }
    const lane = async () => {
      while (left > 0) {
        using own = await place()
        await killedUntilDone(own, expected, kills)
      }
    }
    await Promise.all(Array.from({ length: sideBySide }, lane))
  }, 600_000)
})
