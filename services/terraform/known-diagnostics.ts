import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@nimbus/kernel/define'
import { Diagnostic } from './diagnostics.ts'

/** What terraform says of a module, and the providers that it asked. */
export const Validated = z.object({
  diagnostics: z.array(Diagnostic).describe('Errors first, then warnings; lines count from 1'),
  providers: z.record(z.string(), z.string()).describe('Versions of the providers that were asked, by name'),
})
export type Validated = z.output<typeof Validated>

const fileOf = (cache: string, key: string): string => join(cache, 'validated', `${key}.json`)

/** What terraform said the last time about exactly this, or undefined. */
export const knownDiagnostics = async (cache: string, key: string): Promise<Validated | undefined> => {
  try {
    return Validated.parse(JSON.parse(await readFile(fileOf(cache, key), 'utf8')))
  } catch {
    // Absent, or written by another version: looking again is always right.
    return undefined
  }
}

/** Remembers what terraform said. */
export const rememberDiagnostics = async (cache: string, key: string, found: Validated): Promise<void> => {
  const file = fileOf(cache, key)
  await mkdir(join(cache, 'validated'), { recursive: true })
  const draft = `${file}.${crypto.randomUUID()}`
  await writeFile(draft, JSON.stringify(found))
  await rename(draft, file)
}
