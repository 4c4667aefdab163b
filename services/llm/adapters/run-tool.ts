import { rm } from 'node:fs/promises'
import { release } from 'node:os'
import { findProgram, minimalEnvironment } from '@nimbus/exec'
import { type Context, NimbusError, type Program } from '@nimbus/kernel/define'
import type { Tool } from '../config/settings.ts'
import type { TokenUsage } from '../conversation/messages.ts'
import { isWindowsProgram } from './binary.ts'
import { followOutput } from './follow-output.ts'
import { distributionOf, platformOf } from './platform.ts'
import { promptFile } from './prompt-file.ts'
import { readOutput, type ToolSaid } from './read-output.ts'
import { type Place, startOf, type ToolRequest, wholePrompt } from './tool-argv.ts'
import { environmentOf, forWindowsProgram, secretsOf } from './tool-environment.ts'
import { exitFailure, meaningOf, ToolFailure } from './tool-failure.ts'
import { programOf } from './tool-program.ts'

/** The most of an answer that is read: 64 MiB. */
const longestOutput = 64 * 1024 * 1024

/** What an agent program gave. */
export interface ToolAnswer {
  text: string
  usage?: TokenUsage
  /** What it says the call cost, in US dollars; absent when it does not say, and on a seat. */
  dollars?: number
  /** On a seat at a flat rate nothing is billed by use. */
  metered: boolean
  latencyMs: number
}

/** A tool as it is on this machine. */
export interface FoundTool {
  tool: Tool
  program: Program
  place: Place
}

/**
 * Looks for a tool's program; undefined when it is not here, or the tool is not for this platform.
 *
 * Raises what `binariesOf` raises (exit 2).
 */
export const findTool = (tool: Tool, env: Context['env']): FoundTool | undefined => {
  const platform = platformOf({ os: process.platform, env, release: release() })
  const program = programOf(tool, platform, env)
  const binary = findProgram(program, { ...env, ...tool.env })
  return binary ? { tool, program, place: { platform, binary, distribution: distributionOf(env) } } : undefined
}

/** Every exit code is a result: the definition says what each one means. */
const everyExit = Array.from({ length: 256 }, (_, code) => code)

const lastLines = (text: string): string => text.trim().split('\n').slice(-10).join('\n')

const isTimeout = (thrown: unknown): thrown is NimbusError =>
  thrown instanceof NimbusError && thrown.data.code === 'program-timeout'

const isUnusable = (thrown: unknown): thrown is NimbusError =>
  thrown instanceof NimbusError &&
  ['program-missing', 'program-not-executable', 'program-unusable'].includes(thrown.data.code)

const failureFor = (tool: Tool, thrown: unknown): unknown => {
  const kind = isTimeout(thrown) ? 'timeout' : isUnusable(thrown) ? 'missing' : undefined
  if (!kind || !(thrown instanceof NimbusError)) return thrown
  const { message, why, next } = thrown.data
  return new ToolFailure(kind, tool.name, message, {
    cause: thrown,
    ...(why ? { why } : {}),
    ...(next ? { next } : {}),
  })
}

const checked = (tool: Tool, said: ToolSaid, exitCode: number, stderr: string): string => {
  const meaning = meaningOf(tool, exitCode)
  if (meaning !== 'ok') throw exitFailure(tool, meaning, exitCode, said.error ?? lastLines(stderr || said.text || ''))
  if (said.error)
    throw new ToolFailure('failed', tool.name, `${tool.name} says that it failed`, { exitCode, why: said.error })
  if (said.text !== undefined) return said.text
  throw new ToolFailure('malformed', tool.name, `${tool.name} gave no answer where its definition looks for one`, {
    exitCode,
    why: `its output has nothing at ${tool.output.text ?? '(nowhere)'} (${tool.output.format})`,
    next: `compare tools.${tool.name}.output with what the program prints`,
  })
}

/** A variable that says no, such as `GOOGLE_GENAI_USE_VERTEXAI=false`. */
const saysNo = /^(?:0|false)?$/i

/** Whether a tool is billed by use here: on a seat at a flat rate it is not. */
export const isMetered = (tool: Tool, env: Context['env']): boolean => {
  const { cost, meteredBy } = tool.output
  if (cost === 'not-metered') return false
  if (meteredBy === undefined) return true
  const given = minimalEnvironment(env, tool.env, 'bare')
  return meteredBy.some((name) => {
    const required = tool.envRequired.includes(name) ? env[name] : undefined
    return !saysNo.test(required || (given[name] ?? ''))
  })
}

/** How a run is followed and bounded. */
export interface RunOptions {
  timeoutMs?: number
  /** Hears the answer as it is written, where the output says which part of it is the answer. */
  onText?: (text: string) => void
}

/**
 * Asks an agent program: argv from its definition, never through a shell; its answer as its definition says.
 *
 * Raises `ToolFailure` when it does not answer, errors with exit 2 for a prompt it cannot be given, `variable-missing`
 * (exit 5) and `cancelled` (exit 130).
 */
export const runTool = async (
  { tool, program, place }: FoundTool,
  request: ToolRequest,
  ctx: Context<string>,
  options: RunOptions = {},
): Promise<ToolAnswer> => {
  const added = environmentOf(tool, ctx.env)
  for (const secret of secretsOf(added)) ctx.redact(secret)
  const onWindows = place.platform === 'wsl' && isWindowsProgram(place.binary, place.platform)
  await using file = tool.prompt === 'file' ? await promptFile(wholePrompt(tool, request)) : undefined
  const { argv, stdin } = startOf(tool, request, place, file?.path)
  const following = followOutput(tool.output, options.onText, ctx.progress)

  const result = await ctx
    .exec(program, argv, {
      cwd: request.workspace,
      env: onWindows ? forWindowsProgram(added, ctx.env) : added,
      accept: everyExit,
      timeoutMs: options.timeoutMs ?? tool.timeoutMs,
      keepBytes: longestOutput,
      ...(stdin === undefined ? {} : { stdin }),
      ...following.options,
    })
    .catch((thrown: unknown) => {
      throw failureFor(tool, thrown)
    })
  following.end()
  const { exitCode, stdout, stderr, durationMs, spilled } = result
  // Nobody is told of these files.
  for (const file of [spilled?.stdout, spilled?.stderr]) if (file) await rm(file, { force: true })
  if (spilled?.stdout) throw new ToolFailure('malformed', tool.name, `${tool.name} said more than 64 MiB`)
  const said = readOutput(tool.output, stdout)
  const text = checked(tool, said, exitCode, stderr)
  const metered = isMetered(tool, ctx.env)
  return {
    text,
    ...(said.usage ? { usage: said.usage } : {}),
    ...(metered && said.dollars !== undefined ? { dollars: said.dollars } : {}),
    metered,
    latencyMs: durationMs,
  }
}
