import { stateOf } from '@nimbus/edited-file'
import type { Context } from '@nimbus/kernel/define'
import { allDetectors } from '../detectors/detectors.ts'
import { type Edit, type Kept, merge } from './merge.ts'
import { type ProjectFiles, projectFiles } from './project-file.ts'
import { readProject } from './read-project.ts'
import { brokenNote, isSeen, type Scan, scan } from './scan.ts'
import { machineSections } from './sections.ts'
import { readStamp, stampText } from './stamp.ts'
import { freshText, losesComment, withEdits } from './written.ts'

/** What a person asks of a scan. */
export interface Asked {
  /** Whether profiles and contexts of this machine are wanted. */
  machine: boolean
  most: number
  seconds: number
}

/** Everything that writing the project file needs, worked out without writing. */
export interface Prepared {
  files: ProjectFiles
  scan: Scan
  edits: readonly Edit[]
  kept: readonly Kept[]
  text: string
  stamp: string
  /** Whether the file is as it was last generated. */
  isUnedited: boolean
  /** Notes of the scan, and of what was not looked at. */
  notes: readonly string[]
}

type Host = Pick<Context, 'exec' | 'workspace' | 'env' | 'signal' | 'progress' | 'direct'>

/**
 * Scans the project and merges what was found into the file that is there. Raises what reading the file raises.
 *
 * Settings outside of the workspace are looked at only for a person at their own command line.
 */
export const prepare = async (ctx: Host, { machine, most, seconds }: Asked): Promise<Prepared> => {
  const files = projectFiles(ctx)
  const mine = await readProject(files.file)
  const before = readStamp(files.stamp.bytes)
  const wanted = machine && ctx.direct
  const detectors = allDetectors.filter(({ of }) => of === 'project' || wanted)
  const found = await scan(ctx, detectors, { most, withinMs: seconds * 1000 })
  const text = files.file.bytes?.toString() ?? ''
  // An empty file is one to begin with, not one that a person took everything out of.
  const isFresh = text.trim() === ''
  const merged = merge(isFresh ? {} : (before?.generated ?? {}), mine, found.facts, {
    mayRemove: ([section = '']) => isSeen(found, section) && !machineSections.has(section),
  })
  const isLoss = (edit: Edit): boolean => losesComment(text, edit)
  const edits = merged.edits.filter((edit) => !isLoss(edit))
  const commented = merged.edits.filter(isLoss)
  const after = isFresh ? freshText(found.facts) : edits.length === 0 ? text : withEdits(text, edits)
  return {
    files,
    scan: found,
    edits,
    kept: [
      ...merged.kept,
      ...commented.map(
        ({ path, value }): Kept => ({ path, because: 'comment', ...(value === undefined ? {} : { found: value }) }),
      ),
    ],
    text: after,
    stamp: stampText({ sha256: stateOf(after), generated: merged.generated }),
    isUnedited: before !== undefined && before.sha256 === stateOf(files.file.bytes),
    notes: [
      ...found.notes,
      ...brokenNote(found),
      ...(machine && !ctx.direct
        ? ['this machine was not looked at: only a person at their own command line may']
        : []),
    ],
  }
}
