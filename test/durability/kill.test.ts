import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { onEachDatabase, type Place, patience } from './databases.ts'
import { openHere } from './open-here.ts'
import { worker } from './processes.ts'

/** How many runs must have begun before the test is satisfied. */
const enough = 200

/** Lets a worker go, reads so many acknowledgements, kills it, and reads what it still managed to say. */
const killedAfter = async (place: Place, count: number): Promise<string[]> => {
  const victim = await worker('endless', place)
  victim.go()
  const said: string[] = []
  const listen = async () => {
    const line = await victim.line()
    if (line !== undefined) said.push(line)
    return line !== undefined
  }
  while (said.length < count && (await listen()));
  await victim.kill()
  while (await listen());
  return said
}

onEachDatabase('a kill', (makePlace) => {
  test(
    '200 runs under kill -9 at random points: what was acknowledged is there, only the dead are interrupted',
    async () => {
      using place = await makePlace()
      const neighbour = await worker('neighbour', place)
      neighbour.go()
      const alive = (await neighbour.line())?.split(' ')[1]

      const said: string[] = []
      while (said.filter((line) => line.startsWith('begun')).length < enough)
        said.push(...(await killedAfter(place, 1 + Math.floor(Math.random() * 24))))
      const ids = (word: string) => said.filter((line) => line.startsWith(word)).map((line) => line.split(' ')[1] ?? '')
      const [begun, ended] = [ids('begun'), new Set(ids('ended'))]

      const store = await openHere(place)
      const outcomes = new Map<string, string>()
      for (const id of begun) outcomes.set(id, (await store.journal.get(id, 'local'))?.outcome ?? 'lost')
      const wrong = begun.filter((id) => {
        const outcome = outcomes.get(id)
        // An end may have been written whose acknowledgement the kill cut off.
        return outcome !== 'done' && (ended.has(id) || outcome !== 'interrupted')
      })
      expect(wrong).toEqual([])
      expect(alive && (await store.journal.get(alive, 'local'))?.outcome).toBe('running')

      const interrupted = await store.journal.list({ tenant: 'local', outcome: 'interrupted', limit: 1_000 })
      expect(interrupted.length).toBeGreaterThan(0)
      expect(await store.sweep()).toBe(interrupted.length)
      expect(await store.sweep()).toBe(0)
      const entries = await store.audit.list('local', 10_000)
      expect(entries.filter(({ action }) => action === 'run.interrupted')).toHaveLength(interrupted.length)
      expect(await store.audit.verify()).toMatchObject({ intact: true, checkpoint: 'matches' })
      expect(
        (await store.journal.list({ tenant: 'local', outcome: 'running', limit: 10 })).map(({ id }) => id),
      ).toEqual(alive ? [alive] : [])

      neighbour.go()
      await neighbour.finish()
      expect(alive && (await store.journal.get(alive, 'local'))?.outcome).toBe('done')
      await store.close()

      if (place.url.startsWith('postgres:')) return
      const database = new Database(place.url)
      expect(database.query('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
      database.close()
    },
    patience,
  )
})
