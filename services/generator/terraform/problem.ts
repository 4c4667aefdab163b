import type { Path } from '@nimbus/yaml-source'

export type { Path } from '@nimbus/yaml-source'

/**
 * One thing that is wrong with what the user wrote, in the four parts of every error: what, where, why, what to do.
 *
 * Plain data: reading and resolving a spec return lists of these instead of throwing, so that a person sees all of
 * them at once.
 */
export type Problem = {
  /** Names the field first: `zones: 5 is more than the address range can hold`. */
  readonly message: string
  /** `file:line:column` counted from 1, or the flag, when it is known. */
  readonly at?: string
  readonly why?: string
  readonly next?: string
}

/** A problem that still knows its place as a path; reading turns the path into `at`. */
export type PathProblem = Omit<Problem, 'at'> & { readonly path: Path }

/** Gives `components.s3.0.name` for a path. */
export function dotted(path: Path) {
  return path.join('.')
}
