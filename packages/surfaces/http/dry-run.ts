import { type ErrorData, exits } from '@nimbus/kernel'

const none: readonly string[] = []

/** What the header `Prefer` asks for. */
export const preferencesOf = ({ headers }: Request): readonly string[] => {
  const prefer = headers.get('prefer')
  return prefer === null ? none : prefer.split(',').map((each) => each.trim().toLowerCase())
}

/**
 * Whether a request asks to only look, by `?dryRun=true` or `Prefer: dry-run`; undefined when what it says of that is
 * neither yes nor no. Nobody who wrote it in another way wants the effect, so it may not go unheard.
 */
export const onlyLooks = (request: Request, prefer: readonly string[]): boolean | undefined => {
  const preferred = prefer.includes('dry-run')
  if (!request.url.includes('dryRun')) return preferred
  const said = new URL(request.url).searchParams.getAll('dryRun').at(-1)
  if (said === 'true' || said === '') return true
  return said === undefined || said === 'false' ? preferred : undefined
}

/** The error for a request of which nobody can tell whether it only looks. */
export const noAnswerToDryRun: ErrorData = {
  code: 'invalid-input',
  message: 'dryRun: takes true or false',
  at: 'dryRun',
  next: 'add ?dryRun=true to only look',
  exit: exits.invalid,
}

/** The error for a request to only look in a format that has no words for it. */
export const noDryRunHere: ErrorData = {
  code: 'not-supported',
  message: 'This route cannot only look',
  at: 'dryRun',
  why: 'its format has no words for what would happen',
  next: 'add ?dryRun=true to the route of the operation itself: POST /api/<service>/<operation>',
  exit: exits.invalid,
}
