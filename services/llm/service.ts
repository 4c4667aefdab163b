import { service } from '@nimbus/kernel/define'

export default service({
  name: 'llm',
  port: 3002,
  stream: 3102,
  summary: 'Models and agent programs: routed, budgeted, measured',
  programs: [],
  fronts: async () => (await import('./fronts/fronts.ts')).fronts,
})
