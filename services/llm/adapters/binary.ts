import { invalid } from '@nimbus/kernel/define'
import type { Platform, Tool } from '../config/settings.ts'
import { isWindowsPath, wslPath } from './windows-path.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** How names of programs end on Windows, in the order in which the system looks (`PATHEXT`). */
const windowsEndings = ['.exe', '.cmd', '.bat']

const isPath = (binary: string): boolean => /[\\/]/.test(binary)
const isAbsolutePath = (path: string): boolean => path.startsWith('/') || isWindowsPath(path)
/** Whether what is written of a binary would depend on the directory one happens to be in. */
export const isRelativePath = (written: string): boolean =>
  isPath(written) && !isAbsolutePath(written) && !/^(~[\\/]|\$\{)/.test(written)
const hasEnding = (binary: string): boolean => /\.[A-Za-z0-9]{2,4}$/.test(binary)

/** A path with the home directory for a leading `~`. Its variables were filled in when the configuration was read. */
const homed = (path: string, env: Environment): string =>
  path === '~' || /^~[\\/]/.test(path) ? (env.HOME ?? env.USERPROFILE ?? '') + path.slice(1) : path

/** What a tool says of its binary for this platform; WSL may use what is written for Linux. */
const writtenFor = (tool: Tool, platform: Platform): string | undefined => {
  if (typeof tool.binary === 'string') return tool.binary
  return tool.binary[platform] ?? (platform === 'wsl' ? tool.binary.linux : undefined)
}

/**
 * The names and paths that a tool's program may have on a platform, best first.
 *
 * A name is looked for on PATH: on Windows with its endings, inside WSL as a program of Linux and then of Windows. A
 * path may begin with `~`, and is translated inside WSL. Empty when the tool is not for this platform.
 *
 * Raises `relative-binary` (exit 2): a relative path would run whatever lies in the directory one happens to be in.
 */
export const binariesOf = (tool: Tool, platform: Platform, env: Environment): string[] => {
  const served = tool.platforms.length === 0 || tool.platforms.includes(platform)
  const linuxServes = platform === 'wsl' && tool.platforms.includes('linux')
  const written = served || linuxServes ? writtenFor(tool, platform) : undefined
  if (written === undefined) return []
  const binary = homed(written, env)
  if (isPath(binary) && !isAbsolutePath(binary))
    throw invalid('relative-binary', `${binary} is a relative path`, {
      at: `tools.${tool.name}.binary`,
      why: 'it would run whatever lies in the directory one happens to be in',
      next: 'write an absolute path, ~/…, or a name to look for on PATH',
    })
  if (platform === 'win32') return hasEnding(binary) ? [binary] : windowsEndings.map((ending) => binary + ending)
  if (platform !== 'wsl') return [binary]
  if (isPath(binary)) {
    const path = wslPath(binary)
    return path === undefined ? [] : [path]
  }
  return hasEnding(binary) ? [binary] : [binary, `${binary}.exe`]
}

/** Whether a program is one of Windows, which takes paths of Windows. */
export const isWindowsProgram = (path: string, platform: Platform): boolean =>
  platform === 'win32' || (platform === 'wsl' && /\.(exe|cmd|bat)$/i.test(path))
