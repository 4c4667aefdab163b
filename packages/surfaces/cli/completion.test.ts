import { expect, test } from 'bun:test'
import { failure } from '@nimbus/testkit/failure'
import { completionScript } from './completion.ts'

test.each(['', 'tcsh', 'constructor', '__proto__'])('there is no completion for %p', async (shell) => {
  expect(await failure(Promise.try(() => completionScript(shell)))).toMatchObject({ code: 'unknown-shell', exit: 2 })
})

test.each(['bash', 'zsh', 'fish'])('the completion of %s asks nimbus for the next words', (shell) => {
  expect(completionScript(shell)).toContain('nimbus completion words -- ')
})
