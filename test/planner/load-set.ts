import { join } from 'node:path'
import { z } from '@nimbus/kernel/define'
import { ContextFile, type Entry, RequestFile, type Surroundings } from './entry.ts'
import { folderOf, type Part } from './part-of.ts'

/** An entry with where it is from, and its surroundings looked up. */
export interface Loaded {
  entry: Entry
  theme: string
  part: Part
  file: string
  surroundings: Surroundings
}

const parsed = async (file: string): Promise<unknown> =>
  Bun.YAML.parse(await Bun.file(join(import.meta.dir, file)).text())

const surroundingsOf = ({ id, context }: Entry, named: Readonly<Record<string, Surroundings>>): Surroundings => {
  if (typeof context !== 'string') return context ?? {}
  const found = named[context]
  if (!found) throw new Error(`${id}: there is no context ${context} in contexts.yaml`)
  return found
}

/** Reads one part of the set, file by file in alphabetical order. Fails naming the file whose shape is wrong. */
export const loadPart = async (part: Part): Promise<readonly Loaded[]> => {
  const named = ContextFile.parse(await parsed('contexts.yaml'))
  const paths = await Array.fromAsync(new Bun.Glob(`${folderOf[part]}/*.yaml`).scan({ cwd: import.meta.dir }))
  const files = await Promise.all(
    paths.sort().map(async (file) => {
      const { data, error } = RequestFile.safeParse(await parsed(file))
      if (error) throw new Error(`${file}: ${z.prettifyError(error)}`)
      return data.requests.map((entry) => ({
        entry,
        theme: data.theme,
        part,
        file,
        surroundings: surroundingsOf(entry, named),
      }))
    }),
  )
  return files.flat()
}
