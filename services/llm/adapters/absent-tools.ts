import { scanEnvironment } from '../config/environment-scan.ts'
import type { Settings, Tool } from '../config/settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The variables that a tool cannot do without and does not have. */
export const missingVariables = ({ envRequired, env: own }: Tool, env: Environment): string[] =>
  envRequired.filter((name) => !(own[name] || env[name]))

/** The agent programs that cannot be asked on this machine, each with the reason. Looks, and runs nothing. */
export const absentTools = (settings: Settings, env: Environment): Map<string, string> => {
  const absent = new Map<string, string>()
  for (const { name, path } of scanEnvironment(settings, { env }).programs) {
    const tool = settings.tools[name]
    const [missing] = tool ? missingVariables(tool, env) : []
    if (path === undefined) absent.set(name, `${name} is not installed here`)
    else if (missing !== undefined) absent.set(name, `${name} needs the variable ${missing}, which is not set`)
  }
  return absent
}
