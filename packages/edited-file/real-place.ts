import { lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'

/** More links than this in a row lead round in a circle; it is what Linux follows. */
const mostLinks = 40

/**
 * Where a file really is, links followed, whether or not there is one. The real path is asked of folders only: of a file
 * that is replaced meanwhile, as an atomic write does, it says that there is none. Raises `ENOENT` without its folder and
 * `ELOOP` for links that lead round in a circle.
 */
export const realPlace = (path: string): string => {
  let at = path
  for (let links = 0; links <= mostLinks; links++) {
    const place = join(realpathSync(dirname(at)), basename(at))
    if (!lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) return place
    at = resolve(dirname(place), readlinkSync(place))
  }
  throw Object.assign(new Error(`${path} is a link that leads round in a circle`), { code: 'ELOOP' })
}

/** Whether a file really is in a folder. Raises like `realPlace`. */
export const isWithin = (path: string, folder: string): boolean =>
  realPlace(path).startsWith(`${realpathSync(folder)}${sep}`)
