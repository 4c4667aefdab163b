import { service } from '@nimbus/kernel/define'
import { git } from './check/git.ts'

export default service({
  name: 'generator',
  port: 3003,
  stream: 3103,
  summary: 'Infrastructure from a spec, and rules for anyone’s code',
  programs: [git],
})
