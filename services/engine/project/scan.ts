import type { Context } from '@nimbus/kernel/define'
import { printable } from '../tree/printable.ts'
import { type Limits, openTree } from '../tree/tree.ts'
import { type Conclusions, conclude, conclusionFacts } from './conclude.ts'
import type { Detector, Evidence, Plain, PlainMap } from './facts.ts'

/** What a look at a project gave. */
export interface Scan {
  /** Section by section, as the project file writes it. */
  facts: PlainMap
  conclusions: Conclusions
  files: number
  listedBy: 'git' | 'walk'
  /** What was not looked at, and why. */
  notes: readonly string[]
  /** Manifests that could not be understood. */
  broken: readonly string[]
}

/** Broken manifests that are named. */
const mostNamed = 3

/** What to say of manifests that could not be understood, if there are any. */
export const brokenNote = ({ broken }: Scan): string[] => {
  if (broken.length === 0) return []
  const more = broken.length > mostNamed ? ` and ${broken.length - mostNamed} more` : ''
  return [`cannot be understood, so what it depends on is not known: ${broken.slice(0, mostNamed).join(', ')}${more}`]
}

/** Whether what a section does not say any more is gone from the project, and not only unseen. */
export const isSeen = ({ notes, broken }: Scan, section: string): boolean =>
  notes.length === 0 && (section !== 'frameworks' || broken.length === 0)

const shown = (value: Plain): Plain => {
  if (typeof value === 'string') return printable(value)
  if (typeof value !== 'object') return value
  if (isList(value)) return value.map(shown)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [printable(key), shown(inner)]))
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value)

const shownEvidence = (evidence: Evidence): Evidence => ({
  ...evidence,
  value: printable(evidence.value),
  at: printable(evidence.at),
  ...(evidence.directory === undefined ? {} : { directory: printable(evidence.directory) }),
})

/**
 * Looks at the project once with these detectors and draws the conclusions.
 *
 * All names in it can be shown: what cannot be seen is written as an escape. Raises `AbortError` when the call was
 * cancelled; what else goes wrong with single files is no error, and what was left out is in the notes.
 */
export const scan = async (
  ctx: Pick<Context, 'exec' | 'workspace' | 'env' | 'signal' | 'progress'>,
  detectors: readonly Detector[],
  limits: Limits,
): Promise<Scan> => {
  const tree = await openTree(ctx, limits)
  const look = { tree, ctx }
  const waiting = new Map(
    detectors.filter(({ waits }) => waits).map((each) => [each, Promise.resolve(each.find(look))]),
  )
  const facts: Record<string, Plain> = {}
  const evidence: Evidence[] = []
  try {
    for (const detector of detectors) {
      const found = await (waiting.get(detector) ?? detector.find(look))
      if (found.facts !== undefined) facts[detector.section] = shown(found.facts)
      evidence.push(...(found.evidence ?? []).map(shownEvidence))
      ctx.signal.throwIfAborted()
    }
  } finally {
    // Of those still waiting when another one failed nobody would hear.
    await Promise.allSettled(waiting.values())
  }
  const conclusions = conclude(evidence)
  return {
    facts: { ...conclusionFacts(conclusions), ...facts },
    conclusions,
    files: tree.files.length,
    listedBy: tree.listedBy,
    notes: [...new Set(tree.notes)],
    broken: tree.broken.map(printable),
  }
}
