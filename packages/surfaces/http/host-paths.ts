import { homedir, tmpdir } from 'node:os'
import type { ErrorData } from '@nimbus/kernel'

/** Changes the texts of an error so that they tell a client nothing about the machine. */
export type Scrub = (error: ErrorData) => ErrorData

const absolutePath = /(?<![\w:/.])\/(?:[\w.@+~-]+\/)+([\w.@+~-]+)/g

/** Errors whose words nobody here chose. */
const unforeseen: ReadonlySet<string> = new Set(['unexpected', 'system-refused'])

/**
 * A scrub for errors that leave the machine: paths in the workspace become relative to it, other places that Nimbus
 * knows lose their root, and an error of the system or of the code loses every absolute path.
 */
export const createScrub = (workspace: string): Scrub => {
  const roots = [workspace, process.cwd(), process.env.NIMBUS_HOME, homedir(), tmpdir()]
    .filter((root): root is string => root !== undefined && root.length > 1)
    .sort((a, b) => b.length - a.length)

  const text = (input: string, defect: boolean): string => {
    let output = input
    for (const root of roots) output = output.replaceAll(`${root}/`, '').replaceAll(root, '.')
    return defect ? output.replace(absolutePath, '…/$1') : output
  }

  return (error) => {
    const defect = unforeseen.has(error.code)
    const { message, at, why, next } = error
    return {
      ...error,
      message: text(message, defect),
      ...(at === undefined ? {} : { at: text(at, defect) }),
      ...(why === undefined ? {} : { why: text(why, defect) }),
      ...(next === undefined ? {} : { next: text(next, defect) }),
    }
  }
}
