import { service } from '@nimbus/kernel/define'

export default service({
  name: 'state',
  port: 3011,
  summary: 'What Nimbus keeps: configuration, credentials, artifacts, history',
  programs: [],
})
