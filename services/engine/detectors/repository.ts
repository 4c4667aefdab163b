import { type Detector, filled } from '../project/facts.ts'
import { askGit } from '../tree/list-with-git.ts'

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

const remotesIn = (listed: string): { name: string; remote: Remote }[] =>
  listed.split('\0').flatMap((entry) => {
    const cut = entry.indexOf('\n')
    const remote = remoteOf(entry.slice(cut + 1))
    return cut > 0 && remote ? [{ name: entry.slice('remote.'.length, cut - '.url'.length), remote }] : []
  })

/**
 * The default branch as the remote said when it was cloned; else `main` or `master` when exactly one of them is there,
 * since nothing else can be told without asking the host.
 */
const defaultBranch = (references: string, remote: string | undefined): string | undefined => {
  const lines = references.split('\n').map((line) => line.split(' '))
  const start = `refs/remotes/${remote}/`
  const head = lines.find(([name]) => name === `${start}HEAD`)?.[1]
  if (head?.startsWith(start)) return head.slice(start.length)
  const usual = lines.flatMap(([name]) => (name?.startsWith('refs/heads/') ? [name.slice('refs/heads/'.length)] : []))
  return usual.length === 1 ? usual[0] : undefined
}

/** The remote of the repository (`origin`, else the only one) and its default branch, as git knows them here. */
export const repository: Detector = {
  section: 'repository',
  about: 'Where it is shared, and the branch that others start from.',
  of: 'project',
  waits: true,
  async find({ ctx }) {
    const heads = ['refs/remotes/*/HEAD', 'refs/heads/main', 'refs/heads/master']
    const [listed, references] = await Promise.all([
      askGit(ctx, ['config', '--null', '--get-regexp', '^remote\\..*\\.url$']),
      askGit(ctx, ['for-each-ref', '--format=%(refname) %(symref)', ...heads]),
    ])
    const remotes = remotesIn(listed ?? '')
    const chosen = remotes.find(({ name }) => name === 'origin') ?? (remotes.length === 1 ? remotes[0] : undefined)
    const branch = defaultBranch(references ?? '', chosen?.name)
    const facts = filled({ ...chosen?.remote, ...(branch ? { branch } : {}) })
    const name = chosen?.remote.path.split('/').at(-1)
    return {
      ...(facts ? { facts } : {}),
      ...(name ? { evidence: [{ of: 'name', value: name, at: `remote ${chosen?.name}` }] } : {}),
    }
  },
}
