import { createHash } from 'node:crypto'
import { copyFile, lstat, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { lockFileName } from './initialise.ts'

/** A stand-in for a root, in which terraform may write what it likes. */
export interface ScratchRoot {
  /** Absolute; as many folders below the top as the root is. */
  directory: string
  /** Terraform's data folder for it. */
  data: string
}

/** What belongs to one working copy and must not be shared with it. */
const own = (name: string): boolean =>
  name === '.terraform' || name === lockFileName || name === '.git' || /\.tfstate(\..*)?$/.test(name)

/** How many folders up the files of a root reach, as in `source = "../../modules/network"`. */
const reach = async (directory: string): Promise<number> => {
  const names = (await readdir(directory)).filter((name) => /\.(tf|tofu)(\.json)?$/.test(name))
  const texts = await Promise.all(names.map((name) => readFile(join(directory, name), 'utf8')))
  const climbs = texts.flatMap((text) => text.match(/(?:\.\.\/)+/g) ?? [])
  return climbs.reduce((most, climb) => Math.max(most, climb.length / 3), 0)
}

const exists = async (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

/** Another call makes the same stand-in at the same moment. */
const thereIsFine = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EEXIST') throw error
}

/** Makes a folder whose entries are links to those of another; `inside` stays a real folder. */
const linkEntries = async (from: string, to: string, inside: string | undefined): Promise<void> => {
  await mkdir(to, { recursive: true })
  const wanted = (await readdir(from)).filter((name) => !own(name) && name !== inside)
  for (const name of await readdir(to))
    if (!own(name) && name !== inside && !wanted.includes(name))
      await rm(join(to, name), { recursive: true, force: true })
  for (const name of wanted)
    if (!(await exists(join(to, name)))) await symlink(join(from, name), join(to, name)).catch(thereIsFine)
}

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')

/**
 * Builds or refreshes the stand-in of a root.
 *
 * Every level from the highest folder its files reach down to the root is a real folder of links, so that local
 * modules and templates are found where they are, and nothing is written where they are. Says whether the chosen
 * providers changed since the last time.
 */
export const scratchRoot = async (
  directory: string,
  cache: string,
): Promise<ScratchRoot & { providersChanged: boolean }> => {
  const top = resolve(directory, ...Array.from({ length: await reach(directory) }, () => '..'))
  const name = createHash('sha256').update(`${top}\0${directory}`).digest('hex').slice(0, 16)
  const base = join(cache, 'scratch', name)
  const scratch: ScratchRoot = { directory: join(base, 'tree', relative(top, directory)), data: join(base, 'data') }

  const down = relative(top, directory)
  const levels = down === '' ? [] : down.split('/')
  let from = top
  let to = join(base, 'tree')
  for (const level of levels) {
    await linkEntries(from, to, level)
    from = join(from, level)
    to = join(to, level)
  }
  await linkEntries(from, to, undefined)

  const chosen = join(directory, lockFileName)
  const seen = join(base, 'lock-seen')
  const providersChanged = (await textOf(chosen)) !== (await textOf(seen)) || !(await exists(scratch.data))
  if (providersChanged) {
    await rm(join(to, lockFileName), { force: true })
    if (await exists(chosen)) {
      await copyFile(chosen, join(to, lockFileName))
      await copyFile(chosen, seen)
    } else await rm(seen, { force: true })
  }
  await mkdir(dirname(scratch.data), { recursive: true })
  return { ...scratch, providersChanged }
}
