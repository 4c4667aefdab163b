import type { Plan } from '@nimbus/kernel'
import { type TestWorkspace, workspace } from '@nimbus/testkit'

const apart = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', XDG_CONFIG_HOME: undefined }

/** Runs git in a workspace. */
export const git = (ws: TestWorkspace, ...argv: string[]): string => {
  const { exitCode, stdout, stderr } = Bun.spawnSync(['git', ...argv], {
    cwd: ws.path,
    env: { ...ws.env, GIT_OPTIONAL_LOCKS: '0' },
  })
  if (exitCode !== 0) throw new Error(`git ${argv.join(' ')}: ${stderr.toString()}`)
  return stdout.toString()
}

const policy = `rules:
  - operation: "{git,fs}.*"
    effect: [create, update, delete]
    decide: allow
    reason: this is a test
`

/** A repository with one commit, where policy asks nothing of files and git; `database` is where the store is. */
export const repository = async (database?: string): Promise<TestWorkspace> => {
  const env = { ...apart, ...(database ? { NIMBUS_DATABASE_URL: database } : {}) }
  const ws = await workspace({ 'main.tf': 'a = 1\n', 'old.txt': 'old\n', '.gitignore': '.nimbus/\n' }, { env })
  git(ws, 'init', '--quiet', '--initial-branch=main')
  git(ws, 'config', 'user.name', 'Ada')
  git(ws, 'config', 'user.email', 'ada@example.com')
  git(ws, 'add', '--all')
  git(ws, 'commit', '--quiet', '--message=first')
  const { home } = await ws.host()
  await Bun.write(home.policy, policy)
  return ws
}

type Step = Pick<Plan['steps'][number], 'id' | 'operation' | 'input' | 'dependsOn'>

/** Forty steps over files and git: branches, files side by side, staging, commits, a removal. */
export const fortySteps = (): Step[] => {
  const steps: Step[] = []
  const add = (operation: string, input: unknown, dependsOn: readonly string[]): string => {
    const id = `s${steps.length + 1}`
    steps.push({ id, operation, input, dependsOn })
    return id
  }
  let last = add('git.branch-create', { name: 'work' }, [])
  last = add('git.checkout', { ref: 'work' }, [last])
  for (let round = 1; round <= 7; round += 1) {
    const files = ['a', 'b'].map((name) =>
      add('fs.write', { file: `round-${round}/${name}.txt`, content: `${name} of ${round}\n` }, [last]),
    )
    const main = add('fs.write', { file: 'main.tf', content: `a = ${round + 1}\n` }, [last])
    const staged = add('git.add', { all: true }, [...files, main])
    last = add('git.commit', { message: `round ${round}` }, [staged])
  }
  last = add('fs.remove', { file: 'old.txt' }, [last])
  last = add('git.commit', { message: 'without old', all: true }, [last])
  add('git.status', {}, [last])
  return steps
}

/** What the forty steps leave behind, apart from hashes and times. */
export const endState = (ws: TestWorkspace): string[] => [
  git(ws, 'log', '--format=%s %T', 'work'),
  git(ws, 'log', '--format=%s', 'main'),
  git(ws, 'branch', '--show-current'),
  git(ws, 'status', '--porcelain=v2', '--untracked-files=all'),
  git(ws, 'ls-files', '--stage'),
]

/** Saves and approves the plan of the forty steps; gives its id. */
export const approvedPlan = async (ws: TestWorkspace): Promise<string> => {
  const { id } = await ws.call('nimbus.plan-save', { document: { steps: fortySteps() } })
  await ws.call('nimbus.approve', { plan: id })
  return id
}
