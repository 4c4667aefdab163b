import { Database } from 'bun:sqlite'
import { writeSync } from 'node:fs'
import { endOf, newRun, openHere } from './open-here.ts'

/**
 * A process of the durability tests: `worker.ts <job> <folder> <store> [argument]`.
 *
 * Says `ready` once it is loaded, waits for a line on its input, and acknowledges what it has recorded line by line.
 */
const [job = '', folder = '', url = '', argument = ''] = process.argv.slice(2)
const here = { folder, url }

const say = (line: string): void => void writeSync(1, `${line}\n`)

const jobs: Record<string, () => Promise<void>> = {
  /** Opens the store and nothing more. */
  async open() {
    const store = await openHere(here)
    const [{ ok } = { ok: false }] = await store.health()
    await store.close()
    say(`open ${ok}`)
  },

  /** So many writes: half of them begin a run, half end one. */
  async write() {
    const store = await openHere(here)
    for (let n = 0; n < Number(argument) / 2; n += 1) {
      const run = newRun()
      await store.journal.begin(run)
      await store.journal.end(run.id, endOf(run))
    }
    await store.close()
  },

  /** Runs, events and reads without end; says what is safe. */
  async endless() {
    const store = await openHere(here)
    for (;;) {
      const [run, read] = [newRun(), newRun('read')]
      await store.journal.begin(run)
      say(`begun ${run.id}`)
      await store.journal.append([{ run: run.id, n: 1, at: run.startedAt, type: 'log', data: { text: 'x' } }])
      await store.journal.note(read, endOf(read), [])
      await store.documents('fs', 'local').put('count', 'runs', run.id)
      await store.journal.end(run.id, endOf(run))
      say(`ended ${run.id}`)
    }
  },

  /** Begins one run and waits until its input ends. */
  async neighbour() {
    const store = await openHere(here)
    const run = newRun()
    await store.journal.begin(run)
    say(`begun ${run.id}`)
    await input.next()
    await store.journal.end(run.id, endOf(run))
    await store.close()
  },

  /** Claims every plan that was approved; says which ones it got. */
  async claim() {
    const store = await openHere(here)
    for (const id of argument.split(',')) if (await store.plans.claim(id)) say(`claimed ${id}`)
    await store.close()
  },

  /**
   * Asks for leave to make a call, says what was set aside, and settles once it is told to; the argument is the id of
   * the call and the tokens of its answer.
   */
  async spend() {
    const { spender } = await import('./spender.ts')
    const store = await openHere(here)
    const { authorise, settle } = spender(store)
    const [id = '', output = ''] = argument.split(',')
    say('open')
    await input.next()
    const leave = await authorise(id)
    say(leave ? `leave ${leave.reserved}` : 'refused')
    await input.next()
    if (leave) say(`settled ${await settle(leave, Number(output))}`)
    await store.close()
  },

  /** Settles soon, and at once ends without closing, or is killed; or ends as nothing can be written any more. */
  async settle() {
    const store = await openHere(here)
    const ledger = store.ledger('llm', 'local')
    await ledger.reserve('1', [{ account: 'day', amount: 40, limit: 100 }])
    if (argument === 'full') fillDisk()
    void ledger.settle('1', [{ account: 'day', amount: 25 }], settledEntry, 'soon')
    if (argument === 'killed') process.kill(process.pid, 'SIGKILL')
  },

  /** Notes reads and ends without closing. */
  async careless() {
    const store = await openHere(here)
    for (let n = 0; n < Number(argument); n += 1) {
      const read = newRun('read')
      await store.journal.note(read, endOf(read), [])
    }
  },
}

/** Entries of ledgers cannot be written from now on. */
const fillDisk = () => {
  using database = new Database(url)
  database.run("CREATE TRIGGER full BEFORE INSERT ON ledger_entries BEGIN SELECT RAISE(FAIL, 'disk is full'); END")
}

const settledEntry = { id: '1', at: '2026-03-01T12:00:00.000Z', labels: {}, amounts: { cost: 25 } }

const input = console[Symbol.asyncIterator]()
say('ready')
await input.next()
await jobs[job]?.()
process.exit(0)
