export { createExec, type ExecSettings } from './create-exec.ts'
export { minimalEnvironment } from './environment.ts'
export { type Environment, findProgram, programVersion } from './find-program.ts'
export { createManagedProcesses, type ManagedProcessSettings } from './managed-process.ts'
