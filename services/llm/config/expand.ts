/** What is wrong with a variable in a text. */
export type ExpansionProblem = { missing: string } | { malformed: string }

const variable = /\$\$\{|\$\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::-([^{}]*))?\})?/g

/** Whether a text names a variable, or tries to. */
export const namesVariable = (text: string): boolean => /(?<!\$)\$\{/.test(text.replaceAll('$${', ''))

/**
 * A text with its variables filled in: `${NAME}`, and `${NAME:-default}` for one that is not set or empty. `$${` is a
 * `${` that stays. What is filled in is not looked at again.
 */
export const expanded = (
  text: string,
  lookUp: (name: string) => string | undefined,
): { value: string } | { problem: ExpansionProblem } => {
  let problem: ExpansionProblem | undefined
  const value = text.replaceAll(variable, (written, name: string | undefined, fallback: string | undefined) => {
    if (written === '$${') return '${'
    if (name === undefined) {
      problem ??= { malformed: written }
      return written
    }
    const found = lookUp(name)
    if (fallback !== undefined) return found || fallback
    if (found === undefined) problem ??= { missing: name }
    return found ?? ''
  })
  return problem ? { problem } : { value }
}
