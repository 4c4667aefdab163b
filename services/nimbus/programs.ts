import { type Program, stopGroup } from '@nimbus/kernel/define'

/** The AWS command line, for whom and where calls would go. */
export const aws: Program = {
  name: 'aws',
  binaries: ['aws'],
  override: 'NIMBUS_AWS',
  version: ['--version'],
  install: 'install the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html',
  enables: 'naming the AWS account and role before anything is applied',
  interrupt: () => stopGroup,
}

/** The Kubernetes command line, for the current context. */
export const kubectl: Program = {
  name: 'kubectl',
  binaries: ['kubectl'],
  override: 'NIMBUS_KUBECTL',
  version: ['version', '--client'],
  install: 'install kubectl: https://kubernetes.io/docs/tasks/tools/',
  enables: 'naming the cluster you are on, and later the kubernetes service',
  interrupt: () => stopGroup,
}
