import { type Context, type ExecResult, failed, NimbusError } from '@nimbus/kernel/define'
import { type Diagnostic, parseDiagnosticLine, parseErrorText } from './diagnostics.ts'
import { type LockInfo, parseLockError } from './lock-error.ts'
import { terraform } from './program.ts'
import type { Root } from './root.ts'

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
    next: `wait until it ends; if its owner is gone: nimbus terraform force-unlock ${root.shown} ${lock.id}`,
  })

const needsInit = /terraform init|tofu init|Backend initialization required|Inconsistent dependency lock file/

/** Whether an error says that the root has not been initialised, or not for what it now asks. */
export const wantsInit = (thrown: unknown): boolean =>
  thrown instanceof NimbusError &&
  thrown.data.code === 'terraform-failed' &&
  needsInit.test(`${thrown.data.message} ${thrown.data.why}`)

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
    .filter((each) => each?.severity === 'error')
  const text = `${result.stderr}\n${result.stdout}`
  const errors = fromStream.length > 0 ? fromStream : parseErrorText(text)
  const lock = parseLockError(fromStream.length > 0 ? errors.map((each) => each?.detail).join('\n') : text)
  if (lock) return locked(lock, root)
  const [first] = errors
  const at = first ? (placeOf(first, root) ?? first.address) : undefined
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return failed(
    'terraform-failed',
    `terraform ${command}: ${first?.summary ?? `exit code ${result.exitCode}`}${more}`,
    {
      at: at ?? root.shown,
      why: first?.detail || text.trim().split('\n').slice(-20).join('\n'),
      next: 'see exactly what was run with --show-commands',
    },
  )
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
