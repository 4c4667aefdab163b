import { type Program, stopGroup } from '@nimbus/kernel/define'

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
