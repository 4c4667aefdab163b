import { spawnSync } from 'node:child_process'
import type { RunEvent } from '@nimbus/kernel'
import { type TestWorkspace, type WorkspaceOptions, workspace } from '@nimbus/testkit'

/** A temporary workspace that is a repository, with the git of this machine at hand. */
export interface TestRepository extends TestWorkspace {
  /** Runs git here and gives what it printed; raises when it fails. */
  git(...argv: string[]): string
  /** The same in a directory below, and without raising. */
  tryGit(argv: readonly string[], cwd?: string): { status: number | null; stdout: string; stderr: string }
}

/** Settings of the machine do not count in tests; who commits is said by the repository. */
const apart = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', XDG_CONFIG_HOME: undefined }

/** A workspace with git at hand, which is no repository yet. */
export const bareWorkspace = async (
  files: Readonly<Record<string, string | Uint8Array>> = {},
  options: WorkspaceOptions = {},
): Promise<TestRepository> => {
  const ws = await workspace(files, { ...options, env: { ...apart, ...options.env } })
  const tryGit = (argv: readonly string[], cwd = ws.path) => {
    const { status, stdout, stderr } = spawnSync('git', [...argv], { cwd, env: { ...ws.env }, encoding: 'utf8' })
    return { status, stdout, stderr }
  }
  return Object.assign(ws, {
    tryGit,
    git(...argv: string[]) {
      const { status, stdout, stderr } = tryGit(argv)
      if (status !== 0) throw new Error(`git ${argv.join(' ')}: ${stderr}`)
      return stdout
    },
  })
}

/** An empty repository on the branch main in which somebody may commit; `.nimbus` is none of its business. */
export const emptyRepository = async (options: WorkspaceOptions = {}): Promise<TestRepository> => {
  const repository = await bareWorkspace({}, options)
  repository.git('init', '--quiet', '--initial-branch=main')
  repository.git('config', 'user.name', 'Ada')
  repository.git('config', 'user.email', 'ada@example.com')
  await repository.write({ '.git/info/exclude': '.nimbus/\n' })
  return repository
}

/** A repository with these files in its first commit. */
export const repositoryWith = async (
  files: Readonly<Record<string, string | Uint8Array>> = { 'a.txt': 'one\n' },
  options: WorkspaceOptions = {},
): Promise<TestRepository> => {
  const repository = await emptyRepository(options)
  await repository.write(files)
  repository.git('add', '--all')
  repository.git('commit', '--quiet', '--message=first')
  return repository
}

/** Does something the moment a step of a run is done: after the effect, before it is verified. */
export const afterEffect = (work: () => void) => (event: RunEvent) => {
  const data = event.data
  if (event.type === 'step' && data && typeof data === 'object' && 'status' in data && data.status === 'done') work()
}

/** Does something between the look and the run. */
export const afterLook = (work: () => void) => (event: RunEvent) => {
  if (event.type === 'decision') work()
}

/** A deletion that was confirmed by name. */
export const confirmed = (...names: string[]) => ({ consent: { yes: true, confirm: names } })
