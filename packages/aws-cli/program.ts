import { type Program, stopGroup } from '@nimbus/kernel/define'

/** The AWS command line, which says on which account and role one is. */
export const aws: Program = {
  name: 'aws',
  binaries: ['aws'],
  override: 'NIMBUS_AWS',
  version: ['--version'],
  install: 'get the AWS CLI from https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html',
  enables: 'naming the account and role a plan is for, and refusing to apply it anywhere else',
  interrupt: () => stopGroup,
}
