import type { Clock, RunEnd, RunStart } from '@nimbus/kernel'
import { newId } from '@nimbus/kernel'
import { openStore, type Store } from '@nimbus/store'
import type { Place } from './databases.ts'

const clock: Clock = { now: () => new Date() }

/** Opens the store of a place, as every process of these tests does. */
export const openHere = ({ folder, url }: Pick<Place, 'folder' | 'url'>): Promise<Store> =>
  openStore({
    url,
    home: folder,
    key: new Uint8Array(32).fill(7),
    checkpoint: `${folder}/checkpoint`,
    clock,
  })

/** A run of some effect that begins now. */
export const newRun = (effect: RunStart['effect'] = 'create'): RunStart => {
  const id = newId('r')
  return {
    id,
    operation: 'fs.write',
    effect,
    input: { path: 'main.tf', text: 'resource "aws_vpc" "main" {}' },
    surface: 'cli',
    principal: 'ana',
    tenant: 'local',
    workspace: '/work',
    root: id,
    startedAt: clock.now().toISOString(),
  }
}

/** The good end of a run. */
export const endOf = ({ id }: RunStart): RunEnd => ({
  outcome: 'done',
  envelope: { ok: true, run: id, outcome: 'done', data: { bytes: 29 } },
  endedAt: clock.now().toISOString(),
})
