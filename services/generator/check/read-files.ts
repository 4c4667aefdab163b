import type { Dirent } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { type Diagnostic, maxLength } from '@nimbus/hcl'
import { invalid, missing } from '@nimbus/kernel/define'
import type { SourceFile } from './module.ts'

/** More files than this below one directory are no configuration. */
const maxFiles = 20_000

/** Files to check, and what could not be read. Paths are relative to the workspace, absolute outside of it. */
export type Configuration = {
  readonly files: readonly SourceFile[]
  readonly problems: readonly Diagnostic[]
  /** Whether a file is one the user asked about, and not one read only for the values it passes. */
  readonly asked: (file: string) => boolean
}

/**
 * Reads the Terraform files a path names: all below a directory, or one file among its neighbours. Local modules that
 * these call are read too, as far as they lie in the workspace.
 *
 * Links to directories are not followed. Raises `no-path` (exit 5), `no-configuration` and `too-many-files` (exit 2),
 * and for a single file `unreadable-file` (exit 2).
 */
export async function readConfiguration(path: string, workspace: string, signal: AbortSignal): Promise<Configuration> {
  const status = await stat(path).catch(() => undefined)
  if (!status) {
    const next = 'name a directory or file with Terraform code'
    throw missing('no-path', `There is nothing at ${shown(path, workspace)}`, { at: shown(path, workspace), next })
  }
  const found = status.isDirectory() ? await below(path, signal) : await beside(path)
  if (!found.some((file) => (status.isDirectory() ? isCode(file) : file === path))) {
    const why = status.isDirectory() ? 'it holds no .tf or .tf.json file' : 'it is no .tf or .tf.json file'
    const next = 'name a directory or file with Terraform code'
    throw invalid('no-configuration', `${shown(path, workspace)} holds nothing to check`, {
      at: shown(path, workspace),
      why,
      next,
    })
  }
  const files = new Map<string, SourceFile>()
  const problems: Diagnostic[] = []
  let pending: readonly string[] = found
  while (pending.length > 0) {
    signal.throwIfAborted()
    const read = await Promise.all(pending.map((file) => readSource(file, shown(file, workspace))))
    const called = new Set<string>()
    for (const [index, one] of read.entries()) {
      const file = pending[index] ?? ''
      if ('message' in one) problems.push(one)
      else for (const source of localSources(one.text)) called.add(resolve(dirname(file), source))
      files.set(file, 'message' in one ? { path: shown(file, workspace), text: '' } : one)
    }
    const next = [...called].filter((directory) => isInside(directory, workspace))
    pending = (await Promise.all(next.map(listCode))).flat().filter((file) => !files.has(file))
  }
  const asked = status.isDirectory() ? () => true : (file: string) => file === shown(path, workspace)
  const [unreadable] = problems.filter(({ file }) => asked(file))
  if (unreadable && !status.isDirectory()) {
    const next = 'name a text file with Terraform code'
    throw invalid('unreadable-file', `${unreadable.file} cannot be checked`, {
      at: unreadable.file,
      why: unreadable.message,
      next,
    })
  }
  return { files: [...files.values()], problems, asked }
}

async function below(directory: string, signal: AbortSignal): Promise<string[]> {
  const found: string[] = []
  const pending = [directory]
  while (pending.length > 0) {
    signal.throwIfAborted()
    const at = pending.pop() ?? directory
    for (const entry of await entriesOf(at)) {
      if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
        pending.push(join(at, entry.name))
      if (entry.isFile() && isConfiguration(entry.name)) found.push(join(at, entry.name))
    }
    if (found.length > maxFiles) {
      const why = `more than ${maxFiles} Terraform files lie below it`
      throw invalid('too-many-files', `${directory} is too large to check at once`, {
        at: directory,
        why,
        next: 'name a directory inside it',
      })
    }
  }
  return found.sort()
}

async function beside(file: string): Promise<string[]> {
  const directory = dirname(file)
  const names = (await entriesOf(directory)).filter((entry) => entry.isFile() && isConfiguration(entry.name))
  return names.map(({ name }) => join(directory, name)).sort()
}

async function listCode(directory: string): Promise<string[]> {
  const entries = await entriesOf(directory)
  return entries.filter((entry) => entry.isFile() && isCode(entry.name)).map(({ name }) => join(directory, name))
}

// A directory that is not there or may not be read holds nothing that can be checked.
async function entriesOf(directory: string): Promise<Dirent[]> {
  return readdir(directory, { withFileTypes: true }).catch(() => [])
}

async function readSource(file: string, path: string): Promise<SourceFile | Diagnostic> {
  const start = { line: 1, column: 1, offset: 0 }
  const problem = (message: string): Diagnostic => ({ file: path, message, range: { start, end: start } })
  try {
    const { size } = await stat(file)
    // UTF-8 takes up to three bytes for one UTF-16 unit.
    if (size > maxLength * 3)
      return problem(`${Math.round(size / 1024 / 1024)} MB is more than a configuration file may have`)
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file)) }
  } catch (cause) {
    if (cause instanceof TypeError) return problem('not a text file: it is not valid UTF-8')
    return problem(`it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

// Looked for in the text, before parsing: a hit that is no module's source costs one directory listing.
function localSources(text: string): string[] {
  return [...text.matchAll(/\bsource"?\s*[=:]\s*"(\.\.?\/[^"$]*)"/g)].map(([, source]) => source ?? '')
}

function isConfiguration(name: string): boolean {
  return isCode(name) || name === 'terraform.tfvars' || name.endsWith('.auto.tfvars')
}

function isCode(name: string): boolean {
  return name.endsWith('.tf') || name.endsWith('.tf.json')
}

function isInside(path: string, workspace: string): boolean {
  const inner = relative(workspace, path)
  return inner !== '..' && !inner.startsWith(`..${sep}`) && !isAbsolute(inner)
}

function shown(path: string, workspace: string): string {
  return isInside(path, workspace) ? relative(workspace, path).replaceAll(sep, '/') || '.' : path
}
