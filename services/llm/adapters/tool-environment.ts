import { missing } from '@nimbus/kernel/define'
import type { Tool } from '../config/settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Names of variables whose values are never printed or recorded. */
const namesSecret = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL/i

/**
 * What a tool's environment gets beside the minimal one: what its definition sets, and the variables it requires.
 *
 * What expands to nothing is left out: an empty key is worse than none. Raises `variable-missing` (exit 5) with the
 * name of a required variable that is set nowhere.
 */
export const environmentOf = (tool: Tool, env: Environment): Record<string, string> => {
  const added = Object.fromEntries(Object.entries(tool.env).filter(([, value]) => value !== ''))
  for (const name of tool.envRequired) {
    const value = added[name] ?? env[name]
    if (!value)
      throw missing('variable-missing', `${tool.name} needs the variable ${name}`, {
        at: `tools.${tool.name}.env_required`,
        why: 'it is not set',
        next: `set ${name}, or give it in llm.yaml at tools.${tool.name}.env_vars.${name}`,
      })
    added[name] = value
  }
  return added
}

/** The values of an environment that must not be shown. */
export const secretsOf = (env: Readonly<Record<string, string>>): string[] =>
  Object.entries(env)
    .filter(([name]) => namesSecret.test(name))
    .map(([, value]) => value)

/** The same for a program of Windows run from inside WSL, which sees only the variables that `WSLENV` lists. */
export const forWindowsProgram = (
  added: Readonly<Record<string, string>>,
  env: Environment,
): Record<string, string> => {
  const names = Object.keys(added)
  if (names.length === 0) return {}
  return { ...added, WSLENV: [env.WSLENV, ...names].filter(Boolean).join(':') }
}
