import { service } from '@nimbus/kernel/define'
import { git } from './program.ts'

export default service({
  name: 'git',
  port: 3004,
  summary: 'Repositories: what has changed, commits, branches, stashes',
  programs: [git],
})
