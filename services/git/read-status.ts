import type { Repository } from './repository.ts'
import { type Host, look } from './run-git.ts'
import { parseStatus, type StatusReport } from './status-report.ts'

/** How untracked files are listed: directories as one, each file, or not at all. */
export type Untracked = 'normal' | 'all' | 'no'

/** What differs between the last commit, the index and the working tree. Looks into no submodule. */
export const readStatus = async (
  ctx: Host,
  repository: Repository,
  options: { untracked: Untracked; paths?: readonly string[] },
): Promise<StatusReport> => {
  const argv = [
    'status',
    '--porcelain=v2',
    '--branch',
    '--show-stash',
    '-z',
    '--find-renames',
    '--ignore-submodules=dirty',
  ]
  const { stdout } = await look(
    ctx,
    repository,
    [...argv, `--untracked-files=${options.untracked}`],
    options.paths ? { paths: options.paths } : {},
  )
  return parseStatus(stdout)
}

/** Whether nothing that git tracks differs from the last commit. */
export const isClean = ({
  staged,
  unstaged,
  conflicts,
}: Pick<StatusReport, 'staged' | 'unstaged' | 'conflicts'>): boolean =>
  staged.length + unstaged.length + conflicts.length === 0
