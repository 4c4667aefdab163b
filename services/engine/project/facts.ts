import type { Context } from '@nimbus/kernel/define'
import type { Tree } from '../tree/tree.ts'

/** Data as YAML writes it: maps, with lists and single values at their ends. */
export type Plain = string | number | boolean | readonly Plain[] | PlainMap
/** A map of plain data. */
export interface PlainMap {
  readonly [key: string]: Plain
}

/** One thing that a file says about the project as a whole; conclusions are drawn from all of them together. */
export interface Evidence {
  of: 'name' | 'region' | 'environment' | 'tag' | 'required-tag' | 'naming'
  value: string
  /** Where it says so: a path from the workspace, with `:line` where that is known. */
  at: string
  /** The environment it holds for; for all of them when absent. */
  environment?: string
  /** The directory that is this environment's own, for an environment. */
  directory?: string
}

/** What a detector found. */
export interface Found {
  /** Its section of the project file; absent when there is nothing of the kind. */
  facts?: Plain
  evidence?: readonly Evidence[]
}

/** What a detector looks at. */
export interface Look {
  tree: Tree
  ctx: Pick<Context, 'exec' | 'workspace' | 'env' | 'signal'>
}

/** Finds one kind of thing. What it is made of is data; how it is used, nothing here knows. */
export interface Detector {
  /** The key in the project file. */
  section: string
  /** One line above the section, for people. */
  about: string
  /** `machine`: it looks at settings of whoever runs it, outside of the workspace. */
  of: 'project' | 'machine'
  /** It mostly waits for a program, so that it is begun before the others. */
  waits?: true
  find(look: Look): Found | Promise<Found>
}

/** A map, or undefined where there would be nothing in it. */
export const filled = (map: PlainMap): PlainMap | undefined => (Object.keys(map).length > 0 ? map : undefined)

/** A map from names to values, in the order of the names; whatever the names are, they are ordinary keys. */
export const sorted = (pairs: Iterable<readonly [string, Plain]>): PlainMap =>
  Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))

/** The directory of a path, `.` for the top. */
export const directoryOf = (path: string): string => path.split('/').slice(0, -1).join('/') || '.'

/** The last part of a path. */
export const nameOf = (path: string): string => path.split('/').at(-1) ?? path
