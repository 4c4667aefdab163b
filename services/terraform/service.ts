import { aws } from '@nimbus/aws-cli'
import { service } from '@nimbus/kernel/define'
import { terraform } from './program.ts'

export default service({
  name: 'terraform',
  port: 3006,
  summary: 'Plan, apply and look at infrastructure with Terraform or OpenTofu',
  programs: [terraform, aws],
})
