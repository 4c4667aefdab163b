import type { Undo } from '@nimbus/kernel'

/** Stands for the run itself in a way back that is told before there is one; no id has such characters. */
const itself = `r_${'0'.repeat(20)}`

const renamed = (undo: Undo, from: string, to: string): Undo =>
  JSON.parse(JSON.stringify(undo).replaceAll(from, to)) as Undo

/** A way back that a look tells before the effect: what it says of its own run holds for the one that comes after it. */
export const toldAhead = (undo: Undo, look: string): Undo => renamed(undo, look, itself)

/** The same, once it is known which run had the effect. */
export const leftBy = (ahead: Undo, run: string): Undo => renamed(ahead, itself, run)
