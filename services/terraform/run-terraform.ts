import { join } from 'node:path'
import { type Context, type ExecResult, failed, NimbusError, quoted } from '@nimbus/kernel/define'
import { type Diagnostic, parseDiagnosticLine, parseErrorText } from './diagnostics.ts'
import { type LockInfo, parseLockError } from './lock-error.ts'
import { terraform } from './program.ts'
import { inCommand, type Root } from './root.ts'

/** Enough for the state and plan of a very large root. */
const keepBytes = 512 * 1024 * 1024

type Host = Pick<Context, 'exec'>

interface Options {
  /** Exit codes that are results. Default `[0]`. */
  accept?: readonly number[]
  stdin?: string
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void
}

/** The error of a state that somebody else has locked, with how to take the lock away. */
export const locked = (lock: LockInfo, root: Root): NimbusError =>
  failed('state-locked', `The state of ${root.shown} is locked by ${lock.who ?? 'someone'}`, {
    at: lock.path ?? root.shown,
    why: `${lock.operation ?? 'an operation'} took lock ${lock.id} ${lock.created ? `at ${lock.created}` : 'before'}`,
    next: `wait until it ends; if its owner is gone: nimbus terraform force-unlock ${inCommand(root)} ${quoted(lock.id)}`,
  })

const needsInit = /terraform init|tofu init|Backend initialization required|Inconsistent dependency lock file/

/** Whether an error says that the root has not been initialised, or not for what it now asks. */
export const wantsInit = (thrown: unknown): boolean =>
  thrown instanceof NimbusError &&
  thrown.data.code === 'terraform-failed' &&
  needsInit.test(`${thrown.data.message} ${thrown.data.why}`)

/** What Terraform says of a state that it cannot read. */
const badState = /Unsupported state file format|state file (could not be|does not have)/

/** What it says of its own record of the backend, as an init that was killed leaves it. */
const badRecord = /Failed to load state: invalid syntax/

/** Only says that what follows it stopped an init, and names nothing itself. */
const onlyAnnounces = /^(Terraform|OpenTofu) encountered problems during initialisation/

/** The errors that say something, each once: an init reads a configuration twice. */
const telling = (errors: readonly Diagnostic[]): Diagnostic[] => {
  const real = errors.filter(({ summary }) => !onlyAnnounces.test(summary))
  const each = new Map(real.map((error) => [JSON.stringify([error.summary, error.file, error.line]), error]))
  return real.length > 0 ? [...each.values()] : [...errors]
}

const wayOut = (said: string, root: Root, first: Diagnostic | undefined): string => {
  if (badState.test(said))
    return 'bring the state back from terraform.tfstate.backup, or from an earlier version that its backend keeps'
  if (badRecord.test(said))
    return `remove ${quoted(join(root.data, 'terraform.tfstate'))}, then run: nimbus terraform init ${inCommand({ shown: root.shown })}`
  if (first?.file)
    return `mend it there, and see all of it with: nimbus terraform validate ${inCommand({ shown: root.shown })}`
  return 'see exactly what was run with --show-commands'
}

const placeOf = ({ file, line, column }: Diagnostic, root: Root): string | undefined => {
  if (!file) return undefined
  const path = root.shown === '.' ? file : `${root.shown}/${file}`
  return [path, line, column].filter((part) => part !== undefined).join(':')
}

/** What went wrong, from what Terraform printed. */
const errorFrom = (result: ExecResult, root: Root, command: string): NimbusError => {
  const fromStream = result.stdout
    .split('\n')
    .map(parseDiagnosticLine)
    .filter((each) => each !== undefined)
    .filter(({ severity }) => severity === 'error')
  // Some commands take no -no-color.
  const stderr = Bun.stripANSI(result.stderr)
  const text = `${stderr}\n${Bun.stripANSI(result.stdout)}`
  // What it went on to print to stdout is no part of the error.
  const [fromErrors, fromAll] = [parseErrorText(stderr), parseErrorText(text)]
  const fromText = fromErrors.length > 0 ? fromErrors : fromAll
  const errors = telling(fromStream.length > 0 ? fromStream : fromText)
  const lock = parseLockError(fromStream.length > 0 ? errors.map((each) => each.detail).join('\n') : text)
  if (lock) return locked(lock, root)
  const [first] = errors
  const at = first ? (placeOf(first, root) ?? first.address) : undefined
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  const summary = first?.summary ?? `exit code ${result.exitCode}`
  const why = first ? first.detail : text.trim().split('\n').slice(-20).join('\n')
  return failed('terraform-failed', `terraform ${command}: ${summary}${more}`, {
    at: at ?? root.shown,
    ...(why ? { why } : {}),
    next: wayOut(`${summary} ${why}`, root, first),
  })
}

/**
 * Runs terraform in a root.
 *
 * Raises `state-locked` with the owner of the lock, or `terraform-failed` with the first error's summary, place and
 * detail.
 */
export const runTerraform = async (
  ctx: Host,
  root: Root,
  argv: readonly string[],
  options: Options = {},
): Promise<ExecResult> => {
  const result = await ctx.exec(terraform, argv, {
    cwd: root.directory,
    env: root.env,
    // Every code comes back, because the message is in the output and not in the code.
    accept: [0, 1, 2],
    keepBytes,
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
    ...(options.onLine ? { onLine: options.onLine } : {}),
  })
  if ((options.accept ?? [0]).includes(result.exitCode)) return result
  throw errorFrom(result, root, argv[0] ?? '')
}
