import { present } from '../present.ts'
import { bareMap } from './bare-map.ts'
import type { PathProblem } from './problem.ts'
import type { Platform, Tool, ToolOutput } from './settings.ts'
import type { ToolFile } from './tool-schema.ts'

/** How long an agent program may take, in milliseconds, when its definition does not say. */
const toolTimeoutMs = 600_000

const everywhere: readonly Platform[] = ['linux', 'darwin', 'win32', 'wsl']

const outputOf = (written: ToolFile['output']): ToolOutput => {
  const { format = 'text', text, where, texts, error, tokens, cost, metered_by: by } = written ?? {}
  const meteredBy = typeof by === 'string' ? [by] : by
  const figures = tokens && {
    input: tokens.input,
    cachedRead: tokens.cached_read,
    cachedWrite: tokens.cached_write,
    output: tokens.output,
    reasoning: tokens.reasoning,
  }
  return { format, ...present({ text, where, texts, error, cost, meteredBy, tokens: figures && present(figures) }) }
}

/** A tool as its definition says, with what it leaves out; undefined with a problem when it names no program. */
export const toolOf = (name: string, written: ToolFile): Tool | { problem: PathProblem } => {
  const { binary, models = {} } = written
  if (name === 'api' || name === 'agent')
    return {
      problem: {
        path: ['tools', name],
        part: 'key',
        message: `tools.${name}: this name is taken`,
        why: 'in a fallback chain api: means the model itself, and agent: another agent',
        next: 'rename the tool',
      },
    }
  if (binary === undefined)
    return {
      problem: {
        path: ['tools', name, 'binary'],
        part: 'key',
        message: `tools.${name}.binary: missing`,
        why: 'no tool of this name comes with Nimbus, so the definition says which program it is',
        next: 'add binary: and the name or path of the program',
      },
    }
  return {
    name,
    binary: typeof binary === 'string' ? binary : present(binary),
    args: written.args ?? [],
    prompt: written.prompt ?? 'argument',
    platforms: written.platforms ?? everywhere,
    models: bareMap(Array.isArray(models) ? Object.fromEntries(models.map((model) => [model, model])) : models),
    capabilities: written.capabilities ?? [],
    env: written.env_vars ?? {},
    envRequired: written.env_required ?? [],
    output: outputOf(written.output),
    exitCodes: bareMap(written.exit_codes ?? {}),
    timeoutMs: (written.timeout_seconds ?? toolTimeoutMs / 1000) * 1000,
    ...(written.install === undefined ? {} : { install: written.install }),
  }
}
