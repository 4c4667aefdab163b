import { expect, test } from 'bun:test'
import type { PlannedChange } from './plan-changes.ts'
import { parseState } from './state.ts'
import { verifyApplied } from './verify-applied.ts'

const state = (attributes?: Record<string, unknown>) =>
  parseState(
    JSON.stringify({
      serial: 2,
      lineage: 'l',
      resources: attributes
        ? [{ mode: 'managed', type: 'aws_db_instance', name: 'main', instances: [{ attributes }] }]
        : [],
    }),
  )
const change = (action: PlannedChange['action']): PlannedChange => ({
  address: 'aws_db_instance.main',
  type: 'aws_db_instance',
  id: 'shop',
  action,
  effect: 'delete',
  replacePaths: ['storage_encrypted'],
  attributes: [{ path: 'storage_encrypted', before: false, after: true }],
})
const found = (action: PlannedChange['action'], attributes?: Record<string, unknown>) =>
  verifyApplied([change(action)], state(attributes)).map(({ status }) => status)

test('fails what the state does not have, and what it still has', () => {
  expect(found('create')).toEqual(['fail'])
  expect(found('create', { id: 'shop' })).toEqual(['pass'])
  expect(found('delete', { id: 'shop' })).toEqual(['fail'])
  expect(found('delete')).toEqual(['pass'])
})

test('takes a new id for a replacement', () => {
  expect(found('replace', { id: 'shop-2' })).toEqual(['pass'])
})

test('looks at what forced the replacement where ids are names', () => {
  expect(found('replace', { id: 'shop', storage_encrypted: true })).toEqual(['pass'])
  expect(found('replace', { id: 'shop', storage_encrypted: false })).toEqual(['fail'])
  const tainted = { ...change('replace'), replacePaths: [], attributes: [] }
  expect(verifyApplied([tainted], state({ id: 'shop' }))).toMatchObject([{ status: 'unknown' }])
})
