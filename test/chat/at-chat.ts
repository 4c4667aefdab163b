import { product, type TestWorkspace, workspace } from '@nimbus/testkit'
import { type AtTerminal, atTerminal, keys } from '@nimbus/testkit/at-terminal'
import type { ModelServer } from '@nimbus/testkit/model-server'

const prompt = '›'

/** A chat at a terminal, ready for its first words. */
export const chat = async (
  place: TestWorkspace,
  more: { argv?: readonly string[]; env?: Record<string, string>; columns?: number } = {},
) => {
  const argv = [...product().command, 'chat', ...(more.argv ?? ['--model', 'gpt-4o'])]
  const { columns = 100 } = more
  const terminal = atTerminal(argv, { cwd: place.path, env: { ...place.env, ...more.env }, columns })
  await terminal.until(prompt)
  return terminal
}

/** A workspace whose model is the scripted one. */
export const place = ({ env }: ModelServer, files: Readonly<Record<string, string>> = {}) => workspace(files, { env })

/** All that was on the screen. */
export const shown = ({ screen }: AtTerminal) => screen.all().join('\n')

/** Types words and Enter. */
export const say = (terminal: AtTerminal, text: string) => terminal.type(`${text}${keys.enter}`)
