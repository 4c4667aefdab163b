import { invalid } from '@nimbus/kernel/define'
import type { Platform, Tool } from '../config/settings.ts'
import { isWindowsProgram } from './binary.ts'
import { filledArguments, mentions, type PlaceholderValues } from './placeholders.ts'
import { checkArgument, checkText } from './prompt-limits.ts'
import { windowsPath } from './windows-path.ts'

/** What a tool is asked. */
export interface ToolRequest {
  /** Everything it should read, context included. */
  prompt: string
  /** Instructions of the agent; put before the prompt where the tool has no place for them. */
  system?: string
  agent?: string
  /** As the tool calls it. */
  model?: string
  workspace: string
}

/** Where a tool runs. */
export interface Place {
  platform: Platform
  /** Absolute path of its program. */
  binary: string
  distribution: string
}

/** How a tool is started: its arguments, and the prompt where it goes by standard input or in a file. */
export interface Start {
  argv: string[]
  stdin?: string
}

/** The prompt with the agent's instructions before it, where the definition has no place of their own for them. */
export const wholePrompt = (tool: Tool, { prompt, system }: ToolRequest): string =>
  !system || mentions(tool.args, 'system') ? prompt : `${system}\n\n${prompt}`

const pathFor = (path: string, { platform, binary, distribution }: Place): string => {
  if (platform !== 'wsl' || !isWindowsProgram(binary, platform)) return path
  const translated = windowsPath(path, distribution)
  if (translated !== undefined) return translated
  throw invalid('untranslatable-path', `${path} has no name on Windows`, {
    at: path,
    next: 'use a path without backslashes, or a program of Linux',
  })
}

/**
 * Works out how a tool is started for a request; `file` is where the prompt lies when it goes by file.
 *
 * Raises what `checkText`, `checkArgument` and `filledArguments` raise (all exit 2).
 */
export const startOf = (tool: Tool, request: ToolRequest, place: Place, file: string | undefined): Start => {
  const { system, agent, model, workspace } = request
  const prompt = wholePrompt(tool, request)
  checkText(prompt, 'task')
  if (tool.prompt === 'argument') checkArgument(tool, prompt, place.platform, place.binary)
  const values: PlaceholderValues = {
    workspace: pathFor(workspace, place),
    ...(tool.prompt === 'argument' ? { prompt } : {}),
    ...(tool.prompt === 'file' && file ? { prompt_file: pathFor(file, place) } : {}),
    ...(system ? { system } : {}),
    ...(agent ? { agent } : {}),
    ...(model ? { model } : {}),
  }
  const argv = filledArguments(tool.name, tool.args, values)
  return tool.prompt === 'stdin' ? { argv, stdin: prompt } : { argv }
}
