/** Who holds the lock of a state, as Terraform prints it. */
export interface LockInfo {
  id: string
  path?: string
  operation?: string
  who?: string
  version?: string
  created?: string
}

const field = (text: string, name: string): string | undefined =>
  new RegExp(`^[│\\s]*${name}:[ \\t]+(\\S.*?)\\s*$`, 'm').exec(text)?.[1]

/**
 * The lock in the text of an error, or undefined when the error is about something else.
 *
 * Terraform prints `Lock Info:` and one field a line (statemgr.LockInfo.String in its source, v1.11).
 */
export const parseLockError = (text: string): LockInfo | undefined => {
  if (!/Error acquiring the state lock|Lock Info:/.test(text)) return undefined
  const id = field(text, 'ID')
  if (!id) return undefined
  const rest = {
    path: field(text, 'Path'),
    operation: field(text, 'Operation'),
    who: field(text, 'Who'),
    version: field(text, 'Version'),
    created: field(text, 'Created'),
  }
  return { id, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) }
}
