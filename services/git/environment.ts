import { type Context, invalid } from '@nimbus/kernel/define'

/**
 * Variables that make git work on another repository, index or store than the directory says.
 *
 * From git(1), "The Git Repository" under Environment Variables (git 2.39). They are set inside hooks.
 */
const redirecting = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
]

/** Refuses to work where the environment names another repository than the call does: `redirected` (exit 2). */
export const refuseRedirection = (env: Context['env']): void => {
  const set = redirecting.filter((name) => env[name] !== undefined)
  if (set.length === 0) return
  throw invalid('redirected', `${set[0]} sends git to another place than the directory that was named`, {
    at: set.join(', '),
    why: 'git hooks set these variables; with them, what was shown would not be what is changed',
    next: `run it without them: env ${set.map((name) => `-u ${name}`).join(' ')} nimbus git …`,
  })
}

/** What every start of git gets: no prompt, no editor, messages that can be recognised. */
export const quietEnvironment: Readonly<Record<string, string>> = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: ':',
  GIT_SEQUENCE_EDITOR: ':',
  LC_ALL: 'C',
  LANGUAGE: 'C',
}

/** What git gets where it only looks: it takes no lock, not even to remember what it found. */
export const lookingEnvironment: Readonly<Record<string, string>> = { ...quietEnvironment, GIT_OPTIONAL_LOCKS: '0' }
