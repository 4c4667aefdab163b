import { service } from '@nimbus/kernel/define'
import { ripgrep } from './programs.ts'

export default service({
  name: 'fs',
  port: 3005,
  summary: 'Files of the workspace: read, write, search, compare',
  programs: [ripgrep],
})
