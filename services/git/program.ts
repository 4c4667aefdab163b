import type { Program } from '@nimbus/kernel/define'

/** Git. It is given time to remove its lock and to put a half-written tree in order. */
export const git: Program = {
  name: 'git',
  binaries: ['git'],
  override: 'NIMBUS_GIT',
  version: ['--version'],
  install: 'get git 2.38 or newer from https://git-scm.com/downloads',
  enables: 'changes, commits, branches and stashes of repositories',
  interrupt: () => ({ to: 'group', graceMs: 5000 }),
}
