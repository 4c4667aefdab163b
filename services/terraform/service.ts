import { service } from '@nimbus/kernel/define'
import { aws, terraform } from './program.ts'

export default service({
  name: 'terraform',
  port: 3006,
  summary: 'Plan, apply and look at infrastructure with Terraform or OpenTofu',
  programs: [terraform, aws],
})
