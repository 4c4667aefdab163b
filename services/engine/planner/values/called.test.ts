import { expect, test } from 'bun:test'
import { planned } from '../testing.ts'

const files = ['envs/dev/main.tf', 'rules/naming.yaml', 'shop.yaml']
const here = { files, project: { name: 'shop', region: 'eu-central-1' } }

test.each([
  [
    'terraform for a vpc and a bucket, environment staging, region Milan',
    { environments: ['staging'], region: 'eu-south-1' },
  ],
  ['a vpc, env dev, account 123456789012', { environments: ['dev'], account: '123456789012' }],
  [
    'PLAT-311 Terraform for the reports stack\nName: reports\nRegion: eu-west-1\nComponents: VPC, RDS',
    { name: 'reports' },
  ],
  ['a vpc named deploy in Ohio', { name: 'deploy' }],
  ['vpc for dev in Ohio using conventions from rules/naming.yaml', { conventions: 'rules/naming.yaml' }],
])('%s: each value is what it is called', (said, input) => {
  expect(planned(said, here)).toMatchObject([['generator.terraform', input]])
  expect(planned(said, here)).not.toMatchObject([['generator.terraform', { spec: expect.anything() }]])
})

test.each([
  ['llm spend of project search as csv', 'llm.stats', { project: 'search', format: 'csv' }],
  ['spend per project as json', 'llm.stats', { by: 'project', format: 'json' }],
  ['model spending per provider month by month as csv', 'llm.stats', { by: 'provider', monthly: true, format: 'csv' }],
  [
    'the single calls to anthropic since 2026-10-01 as a csv export',
    'llm.usage-export',
    { provider: 'anthropic', since: '2026-10-01', format: 'csv' },
  ],
  ['which outputs does terraform have for dev?', 'terraform.output', { directory: 'envs/dev' }],
])('%s: words beside a value are none', (said, operation, input) =>
  expect(planned(said, here)).toEqual([[operation, input]]),
)

test('to keep other things is no choice of what becomes of edits', () => {
  const said =
    'We have to keep user uploads somewhere, could you write us the terraform for an S3 bucket, dev and staging?'
  expect(JSON.stringify(planned(said, here))).not.toContain('edited')
  expect(planned('generate from shop.yaml but keep my edits', here)).toMatchObject([
    ['generator.terraform', { edited: 'keep' }],
  ])
})

test.each(['write something to docs/a.md', 'put some text into notes/new.md'])('%s: the text is asked', (said) =>
  expect(planned(said, here)).toBe('ask'),
)

test.each([
  ['generate a vpc in Ohio, environment is called abnahme', { name: 'vpc', environments: ['abnahme'] }],
  ['an eks cluster in Oregon; the environment should be called uat', { name: 'eks', environments: ['uat'] }],
  ['a vpc in Ohio called backbone, environment is called uat', { name: 'backbone', environments: ['uat'] }],
  ['make a vpc in Frankfurt, it is for test', { environments: ['test'] }],
  [
    'I would need a VPC in Zürich please, with two zones, it is for the test environment',
    { zones: 2, environments: ['test'] },
  ],
])('%s: what is said of the environment is its own', (said, input) =>
  expect(planned(said)).toMatchObject([['generator.terraform', input]]),
)

test.each([
  ['git status incl. every untracked file', 'git.status', { untracked: 'all' }],
  ['list docs incl. hidden files', 'fs.list', { path: 'docs', hidden: true }],
])('%s: what is abbreviated ends no sentence', (said, operation, input) =>
  expect(planned(said, { files: ['docs/a.md'] })).toEqual([[operation, input]]),
)

test('where something stopped is no order to stop it', () =>
  expect(JSON.stringify(planned('go on with task t_a2b3 where it stopped'))).not.toContain('cancel'))

test('from now on switches nothing on', () =>
  expect(JSON.stringify(planned('autonomy must be careful from now on'))).not.toContain('true'))
