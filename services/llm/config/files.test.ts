import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit/failure'
import { definitionFile } from '../adapters/definition/definition-file.ts'
import { ownFile } from './own-file.ts'

test.each([
  ['user', 'set NIMBUS_HOME'],
  ['workspace', 'leave out --project'],
] as const)('without a folder of the %s every file in it is missing in the same words', async (origin, next) => {
  const nowhere = { folders: () => [], workspace: '/workspace', env: {} }
  const data = {
    code: 'no-folder',
    exit: 5,
    message: `There is no folder for the configuration of the ${origin}`,
    next,
  }
  for (const find of [ownFile, definitionFile]) expect(await failure(find(origin, nowhere))).toMatchObject(data)
})
