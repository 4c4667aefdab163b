import { service } from '@nimbus/kernel/define'

export default service({
  name: 'generator',
  port: 3003,
  summary: 'Infrastructure from a spec, and rules for anyone’s code',
  programs: [],
})
