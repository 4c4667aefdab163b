import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { lockFileName } from './initialise.ts'

/** Functions that read files beside the configuration, which the digest does not follow. */
const readsFiles = /\b(?:file|templatefile|fileset|filebase64|fileexists|filemd5|filesha\d+|filebase64sha\d+)\s*\(/

/** `source = "./network"`, and in JSON `"source": "./network"`. */
const localSource = /\bsource"?\s*[=:]\s*"(\.\.?\/[^"]*)"/g

const isConfiguration = (name: string): boolean => /\.(tf|tofu)(\.json)?$/.test(name) || name === lockFileName

/**
 * A digest of all that decides whether a root is valid: its files, its lock, and those of the local modules it uses.
 * Undefined when that cannot be told, because a function reads other files, a module's folder is missing, or one of the
 * files is none.
 */
export const moduleDigest = async (root: string): Promise<string | undefined> => {
  const hash = createHash('sha256')
  const waiting = [root]
  const seen = new Set<string>()
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (seen.has(folder)) continue
    seen.add(folder)
    let names: string[]
    try {
      names = (await readdir(folder)).filter(isConfiguration).toSorted()
    } catch {
      // A module that is not there: terraform has to say so itself.
      return undefined
    }
    for (const name of names) {
      // A link to a device would never end.
      if (!(await stat(join(folder, name)).catch(() => undefined))?.isFile()) return undefined
      const text = await readFile(join(folder, name), 'utf8')
      if (readsFiles.test(text)) return undefined
      hash.update(`${join(folder, name)}\0${text}\0`)
      for (const [, source = ''] of text.matchAll(localSource)) waiting.push(resolve(folder, source))
    }
  }
  return hash.digest('hex')
}
