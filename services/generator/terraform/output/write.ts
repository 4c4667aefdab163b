import { mkdir, mkdtemp, open, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { PlannedFile } from './compare.ts'

/** What writing needs to know about one file. */
type Planned = Pick<PlannedFile, 'path' | 'text' | 'before'>

/**
 * Writes a set of files so that a reader finds all or none of them.
 *
 * Everything is first written and synced in a folder inside the target, where a full disk or a missing permission
 * shows before anything has changed; then each file is renamed into place. When a rename fails, files already in place
 * get their old text back and new ones are removed. A kill between two renames can leave some files new and some old,
 * each of them whole; generating again finishes the set.
 *
 * Raises the system's error as it came.
 */
export async function writeAll(directory: string, files: readonly Planned[]): Promise<void> {
  if (files.length === 0) return
  const target = resolve(directory)
  const made: string[] = []
  let staging: string | undefined
  const placed: Planned[] = []
  try {
    await makeFolder(target, made)
    staging = await mkdtemp(join(target, '.nimbus-writing-'))
    for (const [index, file] of files.entries()) await writeSynced(join(staging, String(index)), file.text)
    for (const [index, file] of files.entries()) {
      const path = join(target, file.path)
      await makeFolder(dirname(path), made)
      await rename(join(staging, String(index)), path)
      placed.push(file)
    }
  } catch (cause) {
    await removeStaging(staging)
    await takeBack(target, placed, made)
    throw cause
  }
  await removeStaging(staging)
}

async function removeStaging(staging: string | undefined) {
  if (staging !== undefined) await rm(staging, { recursive: true, force: true })
}

async function writeSynced(path: string, text: string) {
  const file = await open(path, 'wx', 0o644)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes a folder and its parents, and remembers those it made, outermost first. */
async function makeFolder(path: string, made: string[]) {
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  const missing: string[] = []
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) missing.unshift(folder)
  made.push(...missing)
}

async function takeBack(target: string, placed: readonly Planned[], made: readonly string[]) {
  for (const { path, before } of placed) {
    const at = join(target, path)
    if (before === undefined) await rm(at, { force: true })
    else {
      await writeSynced(`${at}.nimbus-restoring`, before)
      await rename(`${at}.nimbus-restoring`, at)
    }
  }
  for (const folder of [...made].reverse()) await rmdir(folder)
}
