import { expect, test } from 'bun:test'
import { messageOf } from './make-plan.ts'

test.each([
  [
    'an address with a key',
    String.raw`{"@message":"a.b[\"x y\"]: Plan to create","@level":"info"}`,
    'a.b["x y"]: Plan to create',
  ],
  ['no message', '{"@level":"info"}', undefined],
  ['a line that was cut off', String.raw`{"@message":"a.b[\"x`, undefined],
])('the progress of %s', (_, line, message) => expect(messageOf(line)).toBe(message))
