import { denied, type ExecResult, failed, missing, type NimbusError } from '@nimbus/kernel/define'
import { lockText } from './lock-holder.ts'
import type { Repository } from './repository.ts'

/** What git says on standard error, without its hints; the last lines, as they matter most. */
export const saidBy = ({ stderr }: Pick<ExecResult, 'stderr'>): string =>
  stderr
    .split('\n')
    .filter((line) => !line.startsWith('hint:'))
    .join('\n')
    .trim()
    .split('\n')
    .slice(-20)
    .join('\n')

/** The paths that git lists, one on a line behind a tab, between its sentences. */
const listed = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('\t'))
    .map((line) => line.trim())

/** The error for a change that would replace what is recorded nowhere. */
export const wouldLose = (paths: readonly string[], at: string) =>
  denied(
    'would-lose-changes',
    `${paths.slice(0, 5).join(', ')} would be overwritten, and ${paths.length === 1 ? 'is' : 'are'} recorded nowhere`,
    {
      at,
      why: `${paths.length} ${paths.length === 1 ? 'file has' : 'files have'} changes that no commit holds`,
      next: 'commit them, or put them aside: nimbus git stash save',
    },
  )

/** The error for a repository in which git does not know who commits. */
export const noIdentity = (shown: string) =>
  missing('no-identity', 'Git does not know who you are', {
    at: shown,
    why: 'user.name or user.email is not set, and a commit carries both',
    next: 'git config --global user.name "Your Name" && git config --global user.email you@example.com',
  })

const lockPattern = /Unable to create '(.+\.lock)': File exists/

/** What went wrong, from what git printed. */
export const errorFrom = (result: ExecResult, repository: Repository, command: string, now: Date): NimbusError => {
  const { shown, top } = repository
  const said = saidBy(result)
  const lock = lockPattern.exec(said)?.[1]
  if (lock)
    return failed('locked', `${shown} is locked by another git`, {
      at: lock,
      why: lockText(lock, top, now),
      next: 'wait until it ends; if no git runs there any more, remove the file',
    })
  if (/transport '.*' not allowed/.test(said))
    return denied('untrusted-settings', `${shown} lacks objects, and says itself how git would fetch them`, {
      at: shown,
      why: 'a repository is hostile until it is trusted, and the way to fetch may be a program',
      next: 'look at it with: git config --local --list — then: nimbus trust',
    })
  if (/Please tell me who you are|auto-detect email|empty ident name|no email was given/.test(said))
    return noIdentity(shown)
  if (said.includes('would be overwritten') || said.includes('not uptodate')) {
    const paths = listed(said)
    return wouldLose(paths.length > 0 ? paths : [/Entry '(.+)' not uptodate/.exec(said)?.[1] ?? 'a file'], shown)
  }
  if (/gpg failed to sign|failed to write commit object/.test(said))
    return failed('not-signed', 'The commit could not be signed', {
      at: shown,
      why: said,
      next: 'unlock the key in a terminal, or switch signing off: git config commit.gpgSign false',
    })
  return failed('git-failed', `git ${command} failed with exit code ${result.exitCode}`, {
    at: shown,
    why: said || 'it said nothing on standard error',
    next: 'see exactly what was run with --show-commands',
  })
}
