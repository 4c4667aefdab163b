import { type Detector, filled } from '../project/facts.ts'
import { askGit, type GitHost } from '../tree/list-with-git.ts'

/** Where a repository is shared. */
interface Remote {
  host: string
  /** Owner and name, without `.git`. */
  path: string
}

/**
 * Host and path of a remote's URL, in the forms of git-clone(1) ("Git URLs"). User names, passwords and tokens in it
 * are left out; undefined for a directory.
 */
export const remoteOf = (url: string): Remote | undefined => {
  const scheme = /^(?:https?|ssh|git):\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(url)
  const short = /^(?:[^/@:]+@)?([^/:@]+):(?!\/\/)(.+)$/.exec(url)
  const [, host, path] = scheme ?? short ?? []
  if (host === undefined || path === undefined || host.length === 1) return undefined
  return {
    host: host.toLowerCase(),
    path: path
      .replace(/\/+$/, '')
      .replace(/\.git$/, '')
      .replace(/^\/+/, ''),
  }
}

/** The remote of the repository (`origin`, else the only one) and its default branch, as git knows them here. */
export const repository: Detector = {
  section: 'repository',
  about: 'Where it is shared, and the branch that others start from.',
  of: 'project',
  async find({ ctx }) {
    const listed = await askGit(ctx, ['config', '--null', '--get-regexp', '^remote\\..*\\.url$'])
    const remotes = (listed ?? '').split('\0').flatMap((entry) => {
      const cut = entry.indexOf('\n')
      const remote = remoteOf(entry.slice(cut + 1))
      return cut > 0 && remote ? [{ name: entry.slice('remote.'.length, cut - '.url'.length), remote }] : []
    })
    const chosen = remotes.find(({ name }) => name === 'origin') ?? (remotes.length === 1 ? remotes[0] : undefined)
    const head = chosen && (await askGit(ctx, ['symbolic-ref', '--quiet', `refs/remotes/${chosen.name}/HEAD`]))
    const branch = head?.trim().replace(`refs/remotes/${chosen?.name}/`, '') || (await onlyMainBranch(ctx))
    const facts = filled({ ...chosen?.remote, ...(branch ? { branch } : {}) })
    const name = chosen?.remote.path.split('/').at(-1)
    return {
      ...(facts ? { facts } : {}),
      ...(name ? { evidence: [{ of: 'name', value: name, at: `remote ${chosen?.name}` }] } : {}),
    }
  },
}

/** `main` or `master`, when exactly one of them is there: nothing else can be told without asking the host. */
const onlyMainBranch = async (ctx: GitHost): Promise<string | undefined> => {
  const listed = await askGit(ctx, [
    'for-each-ref',
    '--format=%(refname:short)',
    'refs/heads/main',
    'refs/heads/master',
  ])
  const branches = (listed ?? '').split('\n').filter((name) => name !== '')
  return branches.length === 1 ? branches[0] : undefined
}
