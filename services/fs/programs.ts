import { type Program, stopGroup } from '@nimbus/kernel/define'

/** The search tool that makes `fs.search` quick on large trees. */
export const ripgrep: Program = {
  name: 'rg',
  binaries: ['rg'],
  override: 'NIMBUS_RG',
  version: ['--version'],
  install: 'install ripgrep: https://github.com/BurntSushi/ripgrep#installation',
  enables: 'searching large trees quickly; without it a built-in search is used',
  interrupt: () => stopGroup,
}
