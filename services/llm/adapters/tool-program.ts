import type { Interruption, Program } from '@nimbus/kernel/define'
import type { Platform, Tool } from '../config/settings.ts'
import { binariesOf } from './binary.ts'

/** The variable that names the binary of a tool and wins over its definition, such as `NIMBUS_TOOL_CLAUDE_CODE`. */
const overrideOf = (tool: string): string => `NIMBUS_TOOL_${tool.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`

const endedWithUs: Interruption = { to: 'group', graceMs: 1500, orphaned: 'ended' }

/** A tool as a program that can be run. Raises what `binariesOf` raises. */
export const programOf = (
  tool: Tool,
  platform: Platform,
  env: Readonly<Record<string, string | undefined>>,
): Program => ({
  name: tool.name,
  binaries: binariesOf(tool, platform, env),
  override: overrideOf(tool.name),
  version: ['--version'],
  install: tool.install ?? `install ${tool.name}, or write where it is in llm.yaml at tools.${tool.name}.binary`,
  enables: `asking ${tool.name}, an agent program`,
  environment: 'bare',
  // It would go on changing files, and nobody would know.
  interrupt: () => endedWithUs,
})
