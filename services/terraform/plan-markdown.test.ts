import { expect, test } from 'bun:test'
import type { PlannedChange } from './plan-changes.ts'
import { planMarkdown } from './plan-markdown.ts'
import { summaryOf } from './plan-summary.ts'

const change = (address: string, action: PlannedChange['action'], reason?: string): PlannedChange => ({
  address,
  type: 'aws_db_instance',
  action,
  effect: action === 'create' ? 'create' : 'delete',
  ...(reason ? { reason } : {}),
  replacePaths: reason ? [reason] : [],
  attributes: reason ? [{ path: reason, before: false, after: true }] : [],
})
const pins = {
  identities: [{ provider: 'aws', account: '111122223333', role: 'Admin', region: 'eu-central-1' }],
  backend: 's3://shop-tfstate/dev',
  backendDigest: 'd',
  workspace: 'default',
  serial: 88,
  lineage: 'l',
}
const comment = (changes: PlannedChange[]) =>
  planMarkdown({ directory: 'envs/dev', id: 't_abcd', pins, summary: summaryOf(changes), changes })

test('leads with what is destroyed or replaced', () => {
  const changes = [
    change('aws_db_instance.old', 'delete'),
    change('aws_db_instance.main', 'replace', 'storage_encrypted'),
    change('aws_vpc.a', 'create'),
    change('aws_vpc.b', 'create'),
  ]
  expect(summaryOf(changes)).toBe(
    '1 DESTROY aws_db_instance.old, 1 REPLACE aws_db_instance.main (storage_encrypted), 2 create',
  )
  expect(summaryOf([])).toBe('no changes')
})

test('names five of many and counts the rest', () => {
  const many = Array.from({ length: 8 }, (_, i) => change(`aws_vpc.v${i}`, 'delete'))
  expect(summaryOf(many)).toBe('8 DESTROY aws_vpc.v0, aws_vpc.v1, aws_vpc.v2, aws_vpc.v3, aws_vpc.v4 and 3 more')
})

test('makes a comment with where, what and why', () => {
  const text = comment([change('aws_db_instance.main', 'replace', 'storage_encrypted')])
  expect(text).toContain('on 111122223333/Admin · eu-central-1 · s3://shop-tfstate/dev · workspace default · serial 88')
  expect(text).toContain('| **replace** | aws\\_db\\_instance.main | storage\\_encrypted |')
  expect(text).toContain('nimbus terraform apply t_abcd')
})

test('lets nothing from a configuration become markup, a mention or the end of the fence', () => {
  const nasty = change('aws_vpc.x["</details>|@admin"]', 'replace', 'a')
  const text = comment([{ ...nasty, attributes: [{ path: 'a', before: '```', after: '<img src=x>' }] }])
  const [table = '', detail = ''] = text.split('<details>')
  expect(table).not.toContain('</details>|')
  expect(table).not.toContain('@admin')
  expect(detail).toContain('````diff')
})
