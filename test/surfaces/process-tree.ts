/** A process as `ps` shows it. */
export interface ProcessLine {
  pid: number
  parent: number
  command: string
}

/** All processes of this machine that are not zombies. */
export const processes = async (): Promise<readonly ProcessLine[]> => {
  const child = Bun.spawn(['ps', '-axo', 'pid=,ppid=,stat=,args='], { stdout: 'pipe' })
  const text = await child.stdout.text()
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, state = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    return pid && parent && !state.startsWith('Z') ? [{ pid: Number(pid), parent: Number(parent), command }] : []
  })
}

/** The processes that descend from one. */
export const descendantsOf = (root: number, all: readonly ProcessLine[]): readonly ProcessLine[] => {
  const children = all.filter(({ parent }) => parent === root)
  return children.flatMap((child) => [child, ...descendantsOf(child.pid, all)])
}
