/** Exit codes of the command line, and what each one means. HTTP says the same by its status. */
export const exits = {
  failed: 1,
  invalid: 2,
  approval: 3,
  denied: 4,
  missing: 5,
  negative: 6,
  cancelled: 130,
} as const

/** An error as data: what failed, where, why, what to do next. */
export interface ErrorData {
  /** Stable, kebab case: programs may depend on it. */
  code: string
  message: string
  /** Where: `file:line:column`, a field, a resource. */
  at?: string
  why?: string
  next?: string
  exit: number
  /** The plan to approve, when approval is what is missing. */
  plan?: string
  /** The task that stopped, and may be gone on with or taken back. */
  task?: string
  /** What was asked for is there already, as if the call had been made before. */
  already?: true
  /** What a call that was made before came to, as far as the world shows it. */
  made?: Pick<import('./envelope.ts').Envelope, 'data' | 'findings' | 'undo'>
}

/** The one error class that operations and the pipeline raise on purpose. Everything else is a defect. */
export class NimbusError extends Error {
  readonly data: ErrorData

  constructor(data: ErrorData, options?: ErrorOptions) {
    super(data.message, options)
    this.name = 'NimbusError'
    this.data = data
  }
}

type Parts = Omit<ErrorData, 'code' | 'message' | 'exit'> & { cause?: unknown }

const failure =
  (exit: number) =>
  (code: string, message: string, { cause, ...parts }: Parts = {}): NimbusError =>
    new NimbusError({ code, message, ...parts, exit }, { cause })

/** The input is wrong; nothing was changed. Exit 2. */
export const invalid = failure(exits.invalid)
/** The work was tried and did not succeed. Exit 1. */
export const failed = failure(exits.failed)
/** Policy, a budget or confinement forbids it. Exit 4. */
export const denied = failure(exits.denied)
/** A program, credential, file or record that is needed is not there. Exit 5. */
export const missing = failure(exits.missing)
/** A person has to approve first. Exit 3. */
export const needsApproval = failure(exits.approval)
/** The caller gave up. Exit 130. */
export const cancelled = failure(exits.cancelled)

/**
 * Any thrown value as error data.
 *
 * A defect keeps its message, never its stack: stacks carry paths, and go to the log instead. What the system refuses, such
 * as a file that is somebody else's or a full disk, is none, wherever it shows.
 */
export const toErrorData = (thrown: unknown): ErrorData => {
  if (thrown instanceof NimbusError) return thrown.data
  if (thrown instanceof DOMException && thrown.name === 'AbortError')
    return { code: 'cancelled', message: 'The call was cancelled', exit: exits.cancelled }
  const refused = /^Error: E(NOSPC|ACCES|PERM|ROFS|DQUOT|MFILE):/.test(String(thrown))
  return {
    code: refused ? 'system-refused' : 'unexpected',
    message: thrown instanceof Error ? thrown.message : String(thrown),
    why: refused ? 'the system did not let Nimbus do it' : 'this is a defect in Nimbus, not something you did',
    next: refused ? 'make room or get permission' : 'run again with NIMBUS_LOG=debug and report what it prints',
    exit: exits.failed,
  }
}
