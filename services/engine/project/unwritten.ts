import { member } from '@nimbus/kernel/define'
import type { Plain } from './facts.ts'
import type { ProjectFiles } from './project-file.ts'
import { readProject } from './read-project.ts'
import { readStamp } from './stamp.ts'

const isMap = (value: Plain): value is { readonly [key: string]: Plain } =>
  typeof value === 'object' && !Array.isArray(value)

const differences = (
  generated: Plain,
  written: unknown,
  path: readonly string[],
  kept: ReadonlySet<string>,
): string[] => {
  const name = path.join('.')
  if (kept.has(name)) return []
  if (isMap(generated) && Object.keys(generated).length > 0)
    return Object.entries(generated).flatMap(([key, value]) =>
      differences(value, member(written, key), [...path, key], kept),
    )
  const isSame = Bun.deepEquals(written, generated) || (isMap(generated) && written === null)
  return isSame ? [] : [name]
}

/**
 * What the stamp says was generated and the project file does not say: both read from disk anew, the file by another
 * parser than the one that wrote it. What is `kept` is a person's, and may differ.
 */
export const unwritten = async (
  { file, stamp }: Pick<ProjectFiles, 'file' | 'stamp'>,
  kept: ReadonlySet<string>,
): Promise<string[]> => {
  const remembered = readStamp(stamp.bytes)
  if (!remembered) return [stamp.shown]
  const written = await readProject(file)
  return Object.entries(remembered.generated).flatMap(([key, value]) =>
    differences(value, member(written, key), [key], kept),
  )
}
