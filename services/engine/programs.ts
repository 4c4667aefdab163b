import { type Program, stopGroup } from '@nimbus/kernel/define'

/** Git, for which files belong to the project. */
export const git: Program = {
  name: 'git',
  binaries: ['git'],
  override: 'NIMBUS_GIT',
  version: ['--version'],
  install: 'get git from https://git-scm.com/downloads',
  enables: 'leaving out what a project ignores when it is scanned',
  interrupt: () => stopGroup,
}
