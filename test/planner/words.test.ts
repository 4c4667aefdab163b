import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { readers } from '../../services/engine/planner/values/kinds.ts'

/** Kinds that have no reader: found by their words, taken whole, or left to people. */
const unread = new Set(['text', 'switch', 'choice', 'structure', 'call-input', 'setting'])

test('words beside operations speak of arguments that there are, in kinds that can be read', () => {
  const wrong = product()
    .catalog.list()
    .flatMap(({ id, input, words }) =>
      Object.entries(words).flatMap(([name, { kind, unless, from }]) => [
        ...(name in (input.properties ?? {}) ? [] : [`${id} has no ${name}`]),
        ...(kind === undefined || kind in readers || unread.has(kind)
          ? []
          : [`${id}: ${name} is of no known kind ${kind}`]),
        ...(unless === undefined || unless in (input.properties ?? {})
          ? []
          : [`${id}: ${name} has no other ${unless}`]),
        ...(from === undefined || product().catalog.get(from.operation) ? [] : [`${id}: ${name} comes from nowhere`]),
      ]),
    )
  expect(wrong).toEqual([])
})

test('command lines beside operations speak of arguments and operations that there are', () => {
  const wrong = product()
    .catalog.list()
    .flatMap(({ id, input, lines }) =>
      lines.flatMap(({ line, flags = {}, sets = {}, next = {} }) => {
        const named = [
          ...[...line.matchAll(/[{~](\w+)/g)].map(([, name = '']) => name),
          ...Object.values(flags).flatMap((does) => (typeof does === 'string' ? [does] : Object.keys(does ?? {}))),
          ...Object.keys(sets),
          ...Object.values(next).flatMap((fields) => Object.values(fields)),
        ]
        return [
          ...named.filter((name) => !(name in (input.properties ?? {}))).map((name) => `${id}: ${line} has no ${name}`),
          ...Object.keys(next)
            .filter((other) => !product().catalog.get(other))
            .map((other) => `${id}: no ${other} follows`),
        ]
      }),
    )
  expect(wrong).toEqual([])
})
