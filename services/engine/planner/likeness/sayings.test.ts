import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { product } from '@nimbus/testkit'
import { vocabularyOf } from '../words/vocabulary.ts'
import { noLikeness } from './likeness.ts'
import { readSaying, saysMore, slotsIn } from './sayings.ts'

const vocabulary = vocabularyOf(product().catalog.list(), noLikeness)
const root = join(import.meta.dir, '../../../..')

const fieldsOf = (id: string) => vocabulary.byId.get(id)?.fields ?? []

test('a saying is its wish, and everything that was said', () => {
  const text = '[standup in five,] the last {limit} commits of {author} <without merges>'
  expect(readSaying(text, fieldsOf('git.log'), vocabulary)).toEqual({
    wish: ['the', 'last', '<number>', 'commit', 'of', '<name>'],
    whole: ['standup', 'in', 'five', 'the', 'last', '<number>', 'commit', 'of', '<name>', 'without', 'merg'],
    beside: ['standup', 'in', 'five'],
    limits: ['without', 'merg'],
  })
  const said = '{by=model: top models} over the past {since}'
  expect(readSaying(said, fieldsOf('llm.stats'), vocabulary).wish).toEqual([
    'top',
    'model',
    'over',
    'the',
    'history',
    '<time>',
  ])
  expect(slotsIn(said)).toEqual(['since'])
  expect(saysMore(text)).toBe(true)
  expect(saysMore('commit {message}')).toBe(false)
})

describe('the sayings beside the operations', async () => {
  const readAll = async (glob: string): Promise<readonly [string, string[]][]> => {
    const files = await Array.fromAsync(new Bun.Glob(glob).scan({ cwd: root }))
    const texts = await Promise.all(files.map((file) => Bun.file(join(root, file)).text()))
    return texts.flatMap((text) => Object.entries(Bun.YAML.parse(text) as Record<string, string[]>))
  }
  const sayings = (await readAll('services/*/sayings.yaml')).filter(([id]) => id !== 'nothing')
  const asides = await readAll('services/*/asides.yaml')

  test('belong to operations, every one of which has twenty', () => {
    const ids = product()
      .catalog.list()
      .map(({ id }) => id)
    expect(sayings.map(([id]) => id).toSorted()).toEqual(ids.toSorted())
    expect(sayings.filter(([, own]) => own.length < 20).map(([id]) => id)).toEqual([])
  })

  test('have places for arguments that there are', () => {
    const wrong = [...sayings, ...asides].flatMap(([id, own]) =>
      own.flatMap((text) =>
        slotsIn(text).some((name) => !fieldsOf(id).some((field) => field.name === name)) ? [`${id}: ${text}`] : [],
      ),
    )
    expect(wrong).toEqual([])
  })

  test('tell nothing that was told already where they are there for what is beside a wish', () => {
    const known = new Set(sayings.flatMap(([, own]) => own))
    expect(asides.flatMap(([, own]) => own.filter((text) => known.has(text)))).toEqual([])
    const names = new Set(sayings.map(([id]) => id))
    expect(asides.filter(([id]) => !names.has(id)).map(([id]) => id)).toEqual([])
  })

  test('are said of one operation each', () => {
    const owners = Map.groupBy(
      sayings.flatMap(([id, own]) => own.map((text) => ({ id, text }))),
      ({ text }) => text.toLowerCase(),
    )
    const shared = [...owners].filter(([, own]) => new Set(own.map(({ id }) => id)).size > 1).map(([text]) => text)
    expect(shared).toEqual([])
  })
})
