import { type Program, stopGroup } from '@nimbus/kernel/define'

/** Git, for what has changed since the last commit. */
export const git: Program = {
  name: 'git',
  binaries: ['git'],
  override: 'NIMBUS_GIT',
  version: ['--version'],
  install: 'get git from https://git-scm.com/downloads',
  enables: 'checking only what has changed',
  interrupt: () => stopGroup,
}
