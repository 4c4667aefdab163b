import { invalid } from '@nimbus/kernel/define'
import type { Platform, Tool } from '../config/settings.ts'
import { namesIn } from './placeholders.ts'

/**
 * How long a single argument may be, in bytes (on Windows: the whole command line, in UTF-16 units).
 *
 * Linux: MAX_ARG_STRLEN is 32 pages of 4 KiB with the ending NUL (execve(2)). macOS: ARG_MAX is 1 MiB for arguments and
 * environment together (sysctl(3)), of which a quarter is left to them. Windows: 32,767 characters with the ending NUL
 * (CreateProcessW), of which a part is left to the other arguments.
 */
const longestArgument: Readonly<Record<Platform, number>> = {
  linux: 131_071,
  wsl: 131_071,
  darwin: 786_432,
  win32: 30_000,
}

/** The most that a prompt may have in bytes, however it is passed: 10 MiB. */
const longestPrompt = 10 * 1024 * 1024

const sizeOf = (prompt: string, platform: Platform): number =>
  platform === 'win32' ? prompt.length : Buffer.byteLength(prompt)

/** Whether an argument can be read as a flag by the program: it stands alone, and nothing has ended the flags. */
const isExposed = (args: readonly string[]): boolean => {
  const at = args.findIndex((template) => namesIn(template).includes('prompt'))
  const end = args.indexOf('--')
  return at >= 0 && /^\s*\{\{/.test(args[at] ?? '') && (end < 0 || end > at)
}

/**
 * Refuses a text that would not arrive byte for byte: `invalid-prompt` (exit 2) for NUL and for halves of surrogate
 * pairs, which are no UTF-8, and `prompt-too-long` (exit 2) above 10 MiB.
 */
export const checkText = (text: string, at: string): void => {
  if (text.includes('\0'))
    throw invalid('invalid-prompt', 'The prompt holds a NUL character', {
      at,
      why: 'a program would read it up to there',
      next: 'remove it, or name a text file in place of a binary one',
    })
  if (!text.isWellFormed())
    throw invalid('invalid-prompt', 'The prompt is not valid Unicode', {
      at,
      why: 'it holds half of a surrogate pair, which UTF-8 cannot say',
      next: 'check where the text comes from',
    })
  const bytes = Buffer.byteLength(text)
  if (bytes > longestPrompt)
    throw invalid('prompt-too-long', 'The prompt is longer than 10 MiB', {
      at,
      why: `it has ${bytes} bytes`,
      next: 'name the files in the task, and let the program read them',
    })
}

/**
 * Refuses a prompt that a tool cannot be given as an argument: `prompt-too-long` above what the system allows,
 * `prompt-looks-like-flag` when it begins with `-` and nothing keeps the program from reading it as a flag, and
 * `prompt-unsafe-argument` for a batch file of Windows, whose interpreter reads arguments anew (all exit 2).
 */
export const checkArgument = (tool: Tool, prompt: string, platform: Platform, binary: string): void => {
  const at = `tools.${tool.name}.prompt`
  const size = sizeOf(prompt, platform)
  if (size > longestArgument[platform])
    throw invalid('prompt-too-long', `The prompt is too long to be an argument of ${tool.name}`, {
      at,
      why: `it has ${size} bytes, and ${platform} allows ${longestArgument[platform]} in one argument`,
      next: 'shorten it, or define the tool with prompt: stdin or prompt: file if it can read those',
    })
  if (prompt.startsWith('-') && isExposed(tool.args))
    throw invalid('prompt-looks-like-flag', `${tool.name} would read the prompt as a flag`, {
      at,
      why: 'it begins with -, and its definition passes it without -- before it',
      next: "write -- before '{{prompt}}' in the definition, or --prompt={{prompt}}, or begin with another character",
    })
  if (/\.(cmd|bat)$/i.test(binary))
    throw invalid('prompt-unsafe-argument', `${tool.name} is a batch file, which cannot be given a prompt safely`, {
      at,
      why: 'cmd.exe reads the arguments of a batch file a second time, and text in them would become commands',
      next: 'define the tool with prompt: stdin or prompt: file',
    })
}
