import { expect, test } from 'bun:test'
import { fitColumns } from './fit-columns.ts'

const table = {
  rows: [
    ['model', 'calls', 'failed', 'cost', 'p95'],
    ['large', '12', '0', '$1.00', '900ms'],
    ['small', '3', '', '$0.10', '80ms'],
  ],
  right: [1, 2, 3, 4],
  expendable: ['p95', 'failed'],
}

test('with room there is everything', () => {
  expect(fitColumns(table, 80)).toEqual({
    lines: [
      'model  calls  failed   cost    p95',
      'large     12       0  $1.00  900ms',
      'small      3          $0.10   80ms',
    ],
    left: [],
  })
})

test('what says nothing goes first and is not missed, then what may be gone without', () => {
  expect(fitColumns(table, 28)).toEqual({
    lines: ['model  calls   cost    p95', 'large     12  $1.00  900ms', 'small      3  $0.10   80ms'],
    left: [],
  })
  expect(fitColumns(table, 20)).toEqual({
    lines: ['model  calls   cost', 'large     12  $1.00', 'small      3  $0.10'],
    left: ['p95'],
  })
})

test('what has to be there stays, however narrow it is', () => {
  expect(fitColumns(table, 5).lines[0]).toBe('model  calls   cost')
})
