import { aws } from '@nimbus/aws-cli'
import { service } from '@nimbus/kernel/define'
import { kubectl } from './program.ts'

export default service({
  name: 'nimbus',
  port: 3012,
  summary: 'Policy, approvals, trust, runs, audit and the state of this machine',
  programs: [aws, kubectl],
})
