import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { offlinePlanner } from '../planner/offline-planner.ts'

const planner = offlinePlanner(product().catalog.list())

const surroundings = {
  files: [
    'README.md',
    'shop.yaml',
    'usage.jsonl',
    'thrifty.yaml',
    'notes/old.md',
    'notes/today.md',
    'src/login.ts',
    'envs/dev/main.tf',
    'envs/production/main.tf',
  ],
  project: { name: 'shop', region: 'eu-central-1', environments: ['dev', 'production'] },
  git: { branch: 'main', branches: ['main', 'hotfix'], changed: ['src/login.ts'], staged: ['README.md'] },
  llm: { agents: ['reviewer'], tools: ['codex'], models: ['openai/gpt-4o'] },
  records: [{ id: 'p_7f3a', about: 'a plan' }],
  earlier: [],
}

test.each<[request: string, operation: string, input: Record<string, unknown>]>([
  ['search src for login, case-insensitively', 'fs.search', { ignoreCase: true }],
  ['find "Timeout" in src, disregarding case', 'fs.search', { ignoreCase: true }],
  ['find login in src whatever the capitalisation', 'fs.search', { ignoreCase: true }],
  ['look for the word login in src, lower or upper case', 'fs.search', { ignoreCase: true }],
  ['list everything in src, even what begins with a dot', 'fs.list', { hidden: true }],
  ['tree of src down to level 3', 'fs.tree', { depth: 3 }],
  ['tree of src, no deeper than 2 levels', 'fs.tree', { depth: 2 }],
  ['compare notes/old.md with notes/today.md with 10 lines around each change', 'fs.diff', { context: 10 }],
  ['put "hello" into notes/new.md, without overwriting', 'fs.write', { expect: 'absent' }],
  ['git status with untracked files listed individually', 'git.status', { untracked: 'all' }],
  ['status, hide the untracked files', 'git.status', { untracked: 'none' }],
  ['which lines did I stage in README.md', 'git.diff', { staged: true, paths: ['README.md'] }],
  ['what have I got in the index exactly', 'git.diff', { staged: true }],
  ['log of hotfix, skip the first 20', 'git.log', { from: 'hotfix', skip: 20 }],
  ['go to 4f2a91c without a branch', 'git.checkout', { detach: true }],
  ["stash and include files git doesn't know yet", 'git.stash-save', { untracked: true }],
  ['list models from the cache', 'llm.models', { offline: true }],
  ['which models are known locally', 'llm.models', { offline: true }],
  ['have codex "fix the tests" even over budget', 'llm.exec', { force: true }],
  ['write an llm config that is easy on the wallet', 'llm.config-init', { template: 'cost-optimized' }],
  ['write an llm config for this repo', 'llm.config-init', { project: true }],
  ['who spent the most by agent in the last 30 days', 'llm.stats', { by: 'agent', since: '30d' }],
  ['p_7f3a as a tree', 'nimbus.plan-show', { format: 'text' }],
  ['plans that ran out', 'nimbus.plan-list', { status: 'expired' }],
  ['history including the runs called by other runs', 'state.history-list', { nested: true }],
  ['which runs are still going', 'state.history-list', { outcome: 'running' }],
  ['look at the project, but nothing from my laptop', 'engine.init', { machine: false }],
  ['plan dev with aws_instance.web tainted', 'terraform.plan', { replace: ['aws_instance.web'] }],
  ['plan dev so that aws_instance.web is built anew', 'terraform.plan', { replace: ['aws_instance.web'] }],
  ['refresh-only plan of dev', 'terraform.plan', { drift: true }],
  ['is dev still as terraform left it', 'terraform.plan', { drift: true }],
  ['plan dev in the blue workspace', 'terraform.plan', { workspace: 'blue' }],
  ['plan dev and leave it in dev.tfplan', 'terraform.plan', { out: 'dev.tfplan' }],
  ['plan dev formatted for the pull request', 'terraform.plan', { markdown: true }],
  ['which files would fmt change in dev', 'terraform.fmt', { check: true }],
  ['import aws_s3_bucket.logs in dev, id acme-logs', 'terraform.import', { id: 'acme-logs' }],
  ['vpc for dev, files below infra/', 'generator.terraform', { out: 'infra' }],
  ['generate from shop.yaml, do not overwrite my edits', 'generator.terraform', { edited: 'keep' }],
  ['generate from shop.yaml and replace the files I edited', 'generator.terraform', { edited: 'replace' }],
  ['take me to hotfix', 'git.checkout', { ref: 'hotfix' }],
  ['what do we have in notes', 'fs.list', { path: 'notes' }],
  ['is dev consistent in itself', 'terraform.validate', { directory: 'envs/dev' }],
  ['vpc for dev, only in account 123456789012', 'generator.terraform', { account: '123456789012' }],
])('%s', async (request, operation, input) => {
  const outcome = await planner(request, surroundings)
  expect(outcome).toMatchObject({ kind: 'plan', steps: [{ operation, input }] })
})
