import { type FSWatcher, statSync, watch as watchFiles } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { invalid, type Watch } from '@nimbus/kernel'

/** How long to wait for more after a change, in milliseconds: saving a file is several events. */
const settleMs = 20

const inodeOf = (path: string): { directory: boolean; inode: number } | undefined => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found && { directory: found.isDirectory(), inode: found.ino }
}

/** Who hears of changes and of failures of one path. */
interface Listener {
  changed: (path: string) => void
  failed: (error: Error) => void
}

/**
 * Watches one path until the returned function is called.
 *
 * The folder around it is watched, not the path itself: an editor that saves by renaming puts another file in its
 * place, and a watch stays with the one that went. A directory is watched inside as well, and anew when replaced.
 */
const watchPath = (path: string, { changed, failed }: Listener): (() => void) => {
  let inside: { watcher: FSWatcher; inode: number } | undefined

  const look = (): void => {
    const found = inodeOf(path)
    if (inside && inside.inode === found?.inode) return
    inside?.watcher.close()
    inside = undefined
    if (!found?.directory) return
    const watcher = watchFiles(path, { recursive: true }, (_, name) => changed(name ? join(path, name) : path))
    watcher.on('error', failed)
    inside = { watcher, inode: found.inode }
  }

  const name = basename(path)
  const around = watchFiles(dirname(path), (_, entry) => {
    if (entry !== null && entry !== name) return
    changed(path)
    try {
      look()
    } catch (thrown) {
      // A directory that went between two looks: its return is another event around it.
      if (inodeOf(path)?.directory) failed(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
  })
  around.on('error', failed)
  const stop = (): void => {
    around.close()
    inside?.watcher.close()
  }
  try {
    look()
  } catch (thrown) {
    stop()
    throw thrown
  }
  return stop
}

/**
 * The port `watch` over the file system's own events. Paths are absolute.
 *
 * Raises `directory-missing` (exit 2) when the folder that a path lies in does not exist.
 */
export const watch: Watch = (paths, signal) => {
  const pending = new Set<string>()
  let woken = Promise.withResolvers<void>()
  let failure: Error | undefined
  const listener: Listener = {
    changed(path) {
      pending.add(path)
      woken.resolve()
    },
    failed(error) {
      failure = error
      woken.resolve()
    },
  }

  const stops: (() => void)[] = []
  const close = (): void => {
    for (const stop of stops.splice(0)) stop()
    woken.resolve()
  }
  try {
    for (const path of paths.map((each) => resolve(each))) {
      if (!inodeOf(dirname(path))?.directory)
        throw invalid('directory-missing', `There is no directory ${dirname(path)} to watch ${basename(path)} in`, {
          at: path,
          next: 'make the directory first',
        })
      stops.push(watchPath(path, listener))
    }
  } catch (thrown) {
    close()
    throw thrown
  }
  signal.addEventListener('abort', close, { once: true })
  if (signal.aborted) close()

  async function* changes(): AsyncGenerator<string, void> {
    try {
      while (!signal.aborted) {
        await woken.promise
        if (failure) throw failure
        if (signal.aborted) return
        await Bun.sleep(settleMs)
        woken = Promise.withResolvers()
        const told = [...pending]
        pending.clear()
        yield* told
      }
    } finally {
      signal.removeEventListener('abort', close)
      close()
    }
  }
  return changes()
}
