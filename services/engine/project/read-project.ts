import { invalid } from '@nimbus/kernel/define'
import type { ProjectFile } from './project-file.ts'

/** What the project file says: a map of sections, whatever a person made of them. */
export type Written = Readonly<Record<string, unknown>>

const next = 'correct it, or move it away and run: nimbus init'

const brokenAt = async (text: string, shown: string): Promise<Error> => {
  // Built in is quicker, and this one knows the place.
  const { LineCounter, parseDocument } = await import('yaml')
  const lineCounter = new LineCounter()
  const [error] = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false }).errors
  const { line, col } = lineCounter.linePos(error?.pos[0] ?? 0)
  const why = error?.message ?? 'it is no YAML that can be read'
  return invalid('invalid-project-file', `${shown} cannot be read as YAML`, {
    at: `${shown}:${line}:${col}`,
    why,
    next,
  })
}

/**
 * What the project file says; an absent or empty one says nothing. Raises `invalid-project-file` (exit 2), with the
 * place.
 */
export const readProject = async ({ bytes, shown }: Pick<ProjectFile, 'bytes' | 'shown'>): Promise<Written> => {
  const text = bytes?.toString() ?? ''
  let value: unknown
  try {
    value = Bun.YAML.parse(text)
  } catch {
    // Said with its place below.
    throw await brokenAt(text, shown)
  }
  if (value === null || value === undefined) return {}
  if (typeof value !== 'object' || Array.isArray(value))
    throw invalid('invalid-project-file', `${shown} is not a mapping`, {
      at: `${shown}:1`,
      why: 'it holds sections by name, such as name: shop',
      next,
    })
  return Object.fromEntries(Object.entries(value))
}
