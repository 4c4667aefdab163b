import { expect, test } from 'bun:test'
import { secretsOf } from './tool-environment.ts'

test('the values of variables that are named like secrets are secrets', () => {
  const names = ['OPENAI_API_KEY', 'GH_TOKEN', 'client_secret', 'DB_PASSWORD', 'GOOGLE_APPLICATION_CREDENTIALS', 'LANG']
  expect(secretsOf(Object.fromEntries(names.map((name) => [name, `of ${name}`])))).toEqual(
    names.slice(0, -1).map((name) => `of ${name}`),
  )
})
