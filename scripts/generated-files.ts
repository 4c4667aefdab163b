import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/**
 * Writes generated files below a folder and removes what is no longer generated there; with `--check` it only
 * compares. Gives the names that were not current.
 */
export const settle = async (folder: string, files: Readonly<Record<string, string>>): Promise<string[]> => {
  const checking = process.argv.includes('--check')
  const stale: string[] = []
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    const current = (await Bun.file(path).exists()) ? await Bun.file(path).text() : undefined
    if (current === text) continue
    stale.push(name)
    if (checking) continue
    mkdirSync(dirname(path), { recursive: true })
    await Bun.write(path, text)
  }
  mkdirSync(folder, { recursive: true })
  for await (const path of new Bun.Glob('**/*').scan({ cwd: folder, absolute: true })) {
    const name = relative(folder, path)
    if (name in files) continue
    stale.push(name)
    if (!checking) rmSync(path)
  }
  return stale
}

/** Ends the process with an error when something was not current and this was only a check. */
export const report = (what: string, stale: readonly string[], command: string): void => {
  if (!process.argv.includes('--check') || stale.length === 0) {
    console.error(`✓ ${what}`)
    return
  }
  console.error(`✗ ${what}: out of date: ${stale.join(', ')}\n  next ${command}`)
  process.exit(1)
}
