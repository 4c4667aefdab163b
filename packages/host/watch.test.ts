import { expect, test } from 'bun:test'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure } from '@nimbus/testkit/failure'
import { watch } from './watch.ts'

const place = () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nimbus-watch-')))
  const stop = new AbortController()
  return {
    folder,
    at: (name: string) => join(folder, name),
    /** Watches until the end of the test; `heard` resolves when a path has been told. */
    watch(...names: string[]) {
      const changes = watch(
        names.map((name) => join(folder, name)),
        stop.signal,
      )[Symbol.asyncIterator]()
      return {
        async heard(name: string): Promise<string[]> {
          const told: string[] = []
          for (;;) {
            const { value, done } = await changes.next()
            if (done) throw new Error(`the watch ended without ${name}`)
            told.push(value)
            if (value === join(folder, name)) return told
          }
        },
        next: () => changes.next(),
      }
    },
    stop: () => stop.abort(),
    [Symbol.dispose]() {
      stop.abort()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

test('a file is heard of when written, replaced, removed and made again, and its neighbours are not', async () => {
  using here = place()
  const watched = here.watch('a.yaml')
  writeFileSync(here.at('other'), '0')
  writeFileSync(here.at('a.yaml'), '1')
  expect(await watched.heard('a.yaml')).toEqual([here.at('a.yaml')])

  for (const text of ['2', '3']) {
    writeFileSync(here.at('temporary'), text)
    renameSync(here.at('temporary'), here.at('a.yaml'))
    expect(await watched.heard('a.yaml')).toEqual([here.at('a.yaml')])
  }
  writeFileSync(here.at('a.yaml'), '4')
  expect(await watched.heard('a.yaml')).toEqual([here.at('a.yaml')])
  rmSync(here.at('a.yaml'))
  expect(await watched.heard('a.yaml')).toEqual([here.at('a.yaml')])
  writeFileSync(here.at('a.yaml'), '5')
  expect(await watched.heard('a.yaml')).toEqual([here.at('a.yaml')])
})

test('a hundred changes while nobody asks are told once', async () => {
  using here = place()
  const watched = here.watch('a', 'end')
  for (let n = 0; n < 100; n += 1) writeFileSync(here.at('a'), String(n))
  writeFileSync(here.at('end'), '')
  const told = await watched.heard('end')
  expect(told).toContain(here.at('a'))
  // A busy machine may hand over the events in more than one lot, but never in a hundred.
  expect(told.length).toBeLessThan(10)
})

test('a directory is watched with what is in it, also when another has taken its place', async () => {
  using here = place()
  mkdirSync(here.at('domains/one'), { recursive: true })
  const watched = here.watch('domains')
  writeFileSync(here.at('domains/one/a'), '1')
  await watched.heard('domains/one/a')

  rmSync(here.at('domains'), { recursive: true })
  await watched.heard('domains')
  mkdirSync(here.at('domains/two'), { recursive: true })
  await watched.heard('domains')
  // The new directory is watched once its appearance was noticed, which nothing but its changes can show.
  const writing = setInterval(() => writeFileSync(here.at('domains/two/b'), '1'), 10)
  expect(await watched.heard('domains/two/b')).toContain(here.at('domains/two/b'))
  clearInterval(writing)
})

test('a watch ends when its signal fires, while it waits or before', async () => {
  using here = place()
  const watched = here.watch('a')
  const waiting = watched.next()
  here.stop()
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect((await here.watch('b').next()).done).toBe(true)
})

/** How many folders and files this process watches. */
const watched = () =>
  readdirSync('/proc/self/fdinfo').flatMap((descriptor) => {
    try {
      return readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8').match(/^inotify /gm) ?? []
    } catch {
      // The descriptor that lists the others is gone by now.
      return []
    }
  }).length

test.skipIf(process.platform !== 'linux')('when one path cannot be watched, none is', async () => {
  using here = place()
  symlinkSync('loop', here.at('loop'))
  mkdirSync(here.at('folder'))
  const before = watched()
  const watching = (async () => here.watch('folder/a', 'loop'))()
  expect(await watching.catch(String)).toContain('ELOOP')
  const deadline = performance.now() + 5000
  while (watched() > before && performance.now() < deadline) await Bun.sleep(10)
  expect(watched()).toBe(before)
})

test('a path in a folder that does not exist is refused', async () => {
  using here = place()
  const watching = (async () => here.watch('none/a'))()
  expect(await failure(watching)).toMatchObject({ code: 'directory-missing', exit: 2, at: here.at('none/a') })
})
