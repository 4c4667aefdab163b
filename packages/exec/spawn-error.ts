import { statSync } from 'node:fs'
import { type ErrorData, failed, missing, NimbusError, type Program } from '@nimbus/kernel'
import type { Environment } from './find-program.ts'

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unknown'

/** The error for a program that is not on this machine: exit 5, with where to get it. */
export const programMissing = (program: Program, env: Environment): NimbusError => {
  const override = env[program.override]
  return missing('program-missing', `${program.name} is not installed, or not where Nimbus looks`, {
    why: override
      ? `${program.override} names ${override}, which is not a program that can be run`
      : `${program.binaries.join(' and ')} ${program.binaries.length > 1 ? 'are' : 'is'} not on PATH`,
    next: `${program.install}; or set ${program.override} to its absolute path`,
  })
}

/** Raises `directory-missing` (exit 2) when a program would start nowhere. */
export const requireDirectory = (directory: string): void => {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return
  const data: ErrorData = {
    code: 'directory-missing',
    message: `There is no directory ${directory}`,
    at: directory,
    next: 'give a directory that exists',
    exit: 2,
  }
  throw new NimbusError(data)
}

/** What a refusal of the operating system to start a program means. */
export const spawnError = (thrown: unknown, program: Program, path: string): NimbusError => {
  const code = codeOf(thrown)
  const parts = { at: path, cause: thrown }
  if (code === 'EACCES' || code === 'EPERM')
    return missing('program-not-executable', `${program.name} may not be run`, {
      ...parts,
      why: 'the operating system refused: the file is not executable for you, or its file system forbids it',
      next: `make it executable, or set ${program.override} to another one`,
    })
  if (code === 'ENOEXEC')
    return missing('program-unusable', `${program.name} is no program for this machine`, {
      ...parts,
      why: 'it was built for another system, or the file is damaged',
      next: `${program.install}; or set ${program.override} to another one`,
    })
  if (code === 'E2BIG')
    return failed('arguments-too-long', `The arguments for ${program.name} are longer than the system allows`, {
      ...parts,
      next: 'give fewer, or put them into a file',
    })
  if (code === 'ENOENT')
    return missing('program-unusable', `${program.name} could not be started`, {
      ...parts,
      why: 'the interpreter in its first line does not exist, or the file has just been removed',
      next: `${program.install}; or set ${program.override} to another one`,
    })
  return failed('program-not-started', `${program.name} could not be started`, {
    ...parts,
    why: thrown instanceof Error ? thrown.message : String(thrown),
    next: 'the system may be short of processes, memory or open files: look, then try again',
  })
}
