import { expect, test } from 'bun:test'
import { terraform } from './program.ts'

test.each(['apply', 'destroy', 'import', 'refresh', 'force-unlock'])(
  '%s is asked alone and never killed',
  (command) => {
    expect(terraform.interrupt([command, '-json'])).toMatchObject({ to: 'leader' })
  },
)

test('a plan has time to give its lock back; the rest is ended at once', () => {
  expect(terraform.interrupt(['plan'])).toEqual({ to: 'group', graceMs: 10_000 })
  expect(terraform.interrupt(['validate'])).toMatchObject({ to: 'group', graceMs: 1500 })
})
