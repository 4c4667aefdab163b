import { expect, test } from 'bun:test'
import { historyText, inputSummary } from './run-view.ts'

const entry = (id: string, operation: string, summary: string) =>
  ({
    id,
    kind: 'run',
    at: '2030-01-01T00:00:00.000Z',
    operation,
    summary,
    outcome: 'done',
    principal: 'ada',
    ms: 4,
  }) as const
const entries = [
  entry('r_aaaaaaaaaaaaaaaaaaaa', 'fs.write', 'notes.md and a few words that go with it'),
  entry('r_bbbbbbbbbbbbbbbbbbbb', 'engine.task-resume', 't_abcdabcdabcdabcdabcd'),
]
const lines = (columns?: number) => historyText(entries, '2030-01-01T00:00:09.000Z', columns).split('\n')

test('the history is one line a run where there is room', () => {
  expect(lines()).toHaveLength(3)
  expect(lines()).toEqual(lines(160))
  expect(lines()[1]).toMatch(/^r_aaaaaa {2}9s ago {2}✓ done .* ada {2}notes\.md/)
})

test('what a run was about goes on below itself where the columns end', () => {
  for (const columns of [80, 50, 40]) {
    expect(Math.max(...lines(columns).map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(columns)
    expect(lines(columns).join(' ').replaceAll(/\s+/g, ' ')).toContain('a few words that go with it')
  }
  expect(lines(50)[0]).toMatch(/^id {8}when {7}operation/)
  expect(lines(50)[1]).toMatch(/^r_aaaaaa {2}9s ago {2}✓ {2}fs\.write/)
})

test('what nobody has to say is not what a run was about', () => {
  const schema = { properties: { mode: { default: 'auto' }, with: { default: ['vpc'] } } }
  expect(inputSummary({ request: 'a VPC', mode: 'auto', with: ['vpc'] }, schema)).toBe('a VPC')
  expect(inputSummary({ request: 'a VPC', mode: 'offline', with: ['vpc', 's3'] }, schema)).toBe('a VPC offline vpc s3')
})
