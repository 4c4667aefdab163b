import { service } from '@nimbus/kernel/define'
import { git } from './programs.ts'

export default service({
  name: 'engine',
  port: 3001,
  stream: 3101,
  summary: 'Plans and tasks, and the project they are made for',
  programs: [git],
  fronts: async () => (await import('./fronts/fronts.ts')).fronts,
})
