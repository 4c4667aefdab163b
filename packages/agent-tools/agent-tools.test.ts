import { expect, test } from 'bun:test'
import { joinSources } from '@nimbus/kernel'
import { failure } from '@nimbus/testkit/failure'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import fc from 'fast-check'
import { agentTools, callFor } from './agent-tools.ts'
import { withoutMarks } from './object-schema.ts'
import { longestName, operationId, toolName } from './tool-name.ts'

const catalog = joinSources([memorySource(sampleOperations(new Map()))])

test('offers only what reads, unless more is allowed', () => {
  expect(new Set(agentTools(catalog).map(({ effect }) => effect))).toEqual(new Set(['read']))
  expect(agentTools(catalog, { allow: ['update'] }).map(({ name }) => name)).toContain('shelf_put')
  expect(agentTools(catalog, { allow: ['update'] }).map(({ name }) => name)).not.toContain('shelf_remove')
})

test('leaves out what is excluded from agents', () => {
  expect(agentTools(catalog).map(({ name }) => name)).not.toContain('steps_private')
})

test('a call for a tool is the operation with its arguments, from an object or from text', () => {
  expect(callFor('shelf_get', { name: 'a' })).toEqual({ operation: 'shelf.get', input: { name: 'a' } })
  expect(callFor('steps_copy-all', '{"names":["a"]}')).toEqual({ operation: 'steps.copy-all', input: { names: ['a'] } })
  expect(callFor('shelf_list', '')).toEqual({ operation: 'shelf.list', input: {} })
})

test('arguments that are not JSON are refused by name', async () => {
  const error = await failure(Promise.resolve().then(() => callFor('shelf_get', '{"name":')))
  expect(error).toMatchObject({ code: 'invalid-arguments', exit: 2 })
})

test('a name leads back to any id, and fits every provider', () => {
  const part = fc.stringMatching(/^[\w -~é]{1,8}$/)
  fc.assert(
    fc.property(part, part, (service, verb) => {
      const id = `${service}.${verb}`
      const name = toolName(id)
      expect(name).toMatch(/^[a-zA-Z0-9_-]+$/)
      expect(operationId(name)).toBe(id)
    }),
  )
  expect(toolName('git.commit')).toBe('git_commit')
  expect(() => toolName(`long.${'x'.repeat(longestName)}`)).toThrow('too long')
})

test('schemas lose the marks of Nimbus, and no field of that name', () => {
  const schema = { type: 'object', 'x-nimbus-path': 'file' as const, properties: { $schema: { type: 'string' } } }
  expect(withoutMarks(schema)).toEqual({ type: 'object', properties: { $schema: { type: 'string' } } })
})
