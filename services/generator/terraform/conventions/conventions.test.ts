import { describe, expect, test } from 'bun:test'
import { stackOf } from '../testing.ts'
import { breaches, readConventions } from './conventions.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const spec = `name: shop
region: eu-central-1
environments: { dev: , production: { tags: { owner: ops } } }
components: { eks: { version: "1.33" }, rds: { version: "16.4" } }
`

function against(conventions: string) {
  const read = readConventions(bytes(conventions), 'conventions.yaml')
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  return breaches(stackOf(spec), read.conventions)
}

describe('conventions', () => {
  test('that a stack keeps say nothing', () => {
    const kept =
      'name: { pattern: "^[a-z]+$" }\nregions: [eu-central-1]\ntags: { required: [Project] }\nversions: { eks: ["1.33"], postgres: ["16"] }\n'
    expect(against(kept)).toEqual([])
  })

  test.each([
    [
      'name: { pattern: "^team-" }',
      'name: shop is against the conventions',
      'conventions.yaml wants names that match ^team-',
    ],
    [
      'regions: [eu-west-1, us-east-1]',
      'region: eu-central-1 is against the conventions',
      'conventions.yaml allows eu-west-1, us-east-1',
    ],
    ['tags: { required: [owner] }', 'tags: owner is missing', 'conventions.yaml requires it; dev lacks it'],
    [
      'versions: { eks: ["1.34"] }',
      'components.eks.version: 1.33 in dev is against the conventions',
      'conventions.yaml allows 1.34',
    ],
    [
      'versions: { postgres: ["17"] }',
      'components.rds.version: 16.4 in dev is against the conventions',
      'conventions.yaml allows 17',
    ],
  ])('%s', (text, message, why) => {
    expect(against(text)[0]).toMatchObject({ message, why, next: expect.any(String) })
  })

  test('that are wrong themselves are refused with their place', () => {
    const problem = (text: string) => {
      const read = readConventions(bytes(text), 'conventions.yaml')
      return 'problems' in read ? read.problems[0] : undefined
    }
    expect(problem('region: [a]\n')).toMatchObject({ at: 'conventions.yaml:1:1', next: 'did you mean regions?' })
    expect(problem('name: { pattern: "(" }\n')).toMatchObject({ at: 'conventions.yaml:1:18' })
    expect(problem('\u0000')).toMatchObject({ at: 'conventions.yaml' })
  })

  test.each([
    ['', 'conventions: the file is empty'],
    ['regions: [', 'conventions: this is not YAML'],
  ])('%j is named for what it is', (text, message) => {
    expect(readConventions(bytes(text), 'conventions.yaml')).toMatchObject({ problems: [{ message }] })
  })
})
