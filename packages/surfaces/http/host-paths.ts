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

  const withoutRoots = (text: string): string => {
    let output = text
    for (const root of roots) output = output.replaceAll(`${root}/`, '').replaceAll(root, '.')
    return output
  }
  const withoutPaths = (text: string): string => withoutRoots(text).replace(absolutePath, '…/$1')

  return (error) => {
    const clean = unforeseen.has(error.code) ? withoutPaths : withoutRoots
    const { message, at, why, next } = error
    return {
      ...error,
      message: clean(message),
      ...(at === undefined ? {} : { at: clean(at) }),
      ...(why === undefined ? {} : { why: clean(why) }),
      ...(next === undefined ? {} : { next: clean(next) }),
    }
  }
}
