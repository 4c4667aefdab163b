import { expect, test } from 'bun:test'
import { parsePlan } from './plan-json.ts'
import { plannedInState } from './planned-in-state.ts'
import { parseRawState } from './state-json.ts'

const address = 'aws_vpc.main'
type Sides = Record<string, unknown>
interface Held {
  values?: Sides
  tainted?: true
  deposed_key?: string
}

const plan = (change: Sides, more: Sides = {}, outputs: Sides = {}) =>
  parsePlan(
    JSON.stringify({
      resource_changes: [{ address, mode: 'managed', type: 'aws_vpc', change, ...more }],
      output_changes: outputs,
    }),
  )
const state = (held: Held[], outputs: Sides = {}) =>
  parseRawState(
    JSON.stringify({
      values: {
        outputs,
        root_module: { resources: held.map((each) => ({ address, mode: 'managed', type: 'aws_vpc', ...each })) },
      },
    }),
  )
const statusOf = (change: Sides, ...held: Held[]) => plannedInState(plan(change), state(held))[0]?.status

test('what is created is there once the state has it, and not while it is tainted', () => {
  const create = { actions: ['create'], before: null, after: { cidr: 'a' }, after_unknown: { id: true } }
  expect(statusOf(create)).toBe('fail')
  expect(statusOf(create, { values: { id: '1', cidr: 'a' } })).toBe('pass')
  expect(statusOf(create, { values: { id: '1', cidr: 'a' }, tainted: true })).toBe('fail')
})

test('an update is there when what was to change is no longer what it was', () => {
  const update = {
    actions: ['update'],
    before: { id: '1', cidr: 'a', tags: null },
    after: { id: '1', cidr: 'b', tags: null },
    after_unknown: {},
  }
  expect(statusOf(update, { values: { id: '1', cidr: 'a' } })).toBe('fail')
  expect(statusOf(update, { values: { id: '1', cidr: 'b' } })).toBe('pass')
  // A provider that writes it in its own way.
  expect(statusOf(update, { values: { id: '1', cidr: 'B' } })).toBe('pass')
  const unknown = { ...update, after: { id: '1' }, after_unknown: { cidr: true } }
  expect(statusOf(unknown, { values: { id: '1', cidr: 'a' } })).toBe('unknown')
  expect(statusOf(unknown, { values: { id: '1', cidr: 'c' } })).toBe('pass')
})

test('a replacement is there when the new one is and the old one is gone', () => {
  const replace = { actions: ['create', 'delete'], before: { id: '1' }, after: {}, after_unknown: { id: true } }
  expect(statusOf(replace, { values: { id: '2' } })).toBe('pass')
  expect(statusOf(replace, { values: { id: '1' } })).toBe('unknown')
  expect(statusOf(replace, { values: { id: '2' } }, { values: { id: '1' }, deposed_key: 'k' })).toBe('fail')
  expect(statusOf(replace)).toBe('fail')
})

test('what is deleted, forgotten or moved away is there while the state has it', () => {
  for (const action of ['delete', 'forget']) {
    expect(statusOf({ actions: [action], before: { id: '1' }, after: null }, { values: { id: '1' } })).toBe('fail')
    expect(statusOf({ actions: [action], before: { id: '1' }, after: null })).toBe('pass')
  }
  const deposed = plan({ actions: ['delete'], before: { id: '1' }, after: null }, { deposed: 'k' })
  expect(plannedInState(deposed, state([{ values: { id: '2' } }]))[0]?.status).toBe('pass')
  expect(plannedInState(deposed, state([{ values: { id: '1' }, deposed_key: 'k' }]))[0]?.status).toBe('fail')
  const moved = plan(
    { actions: ['no-op'], before: {}, after: {} },
    { address: 'aws_vpc.new', previous_address: address },
  )
  expect(plannedInState(moved, state([{ values: {} }]))[0]?.status).toBe('fail')
})

test('outputs count as well, and no value of theirs is told', () => {
  const change = { actions: ['update'], before: 'secret-old', after: 'secret-new', after_unknown: false }
  const planned = plan(
    { actions: ['no-op'], before: {}, after: {} },
    {},
    { password: change, same: { actions: ['no-op'] } },
  )
  const told = (value: string) => plannedInState(planned, state([], { password: { value, sensitive: true } }))
  expect(told('secret-old')).toEqual([
    {
      status: 'fail',
      code: 'in-state',
      message: 'output.password is in the state as it was before',
      resource: 'output.password',
    },
  ])
  expect(told('secret-new')).toMatchObject([{ status: 'pass' }])
  expect(JSON.stringify([told('secret-old'), told('secret-new')])).not.toContain('secret')
})
