import { visible } from '@nimbus/view'
import { turnsText } from '../conversation/turns-text.ts'
import { type Command, say } from './command.ts'
import type { Desk } from './session.ts'
import { ofNoConversation } from './session-state.ts'

/** How many conversations there are to choose from. */
const most = 20

interface Listed {
  id: string
  title: string
  updatedAt: string
  turns: number
}

const lineOf = ({ id, title, updatedAt, turns }: Listed, i: number): string => {
  const time = updatedAt.slice(0, 16).replace('T', ' ')
  return `${String(i + 1).padStart(3)}  ${id.slice(0, 8)}  ${time}  ${turnsText(turns)}  ${visible(title.replaceAll('\n', ' '))}`
}

/** What a person means by a number of the list; anything else is an id. */
const meant = (word: string, listed: readonly Listed[]): string | undefined =>
  /^\d+$/.test(word) ? listed[Number(word) - 1]?.id : word

/** The conversation that a person wants, as they name or choose it; undefined when it is none. */
const wanted = async (word: string, desk: Desk): Promise<string | undefined> => {
  if (word !== '' && !/^\d+$/.test(word)) return word
  const { data, error } = await desk.call('engine.chat-list', { limit: most })
  if (error) {
    say(desk, `! ${error.message}`)
    return undefined
  }
  const { conversations } = data as { conversations: readonly Listed[] }
  const list = conversations.map(lineOf).join('\n')
  if (conversations.length === 0) say(desk, '! there is no conversation yet: say something to begin one')
  else if (word !== '') {
    const id = meant(word, conversations)
    if (id === undefined)
      say(desk, `! there are ${conversations.length} conversations to choose from: /resume lists them`)
    return id
  } else if (desk.port.kind === 'lines') {
    desk.show({ kind: 'output', text: list })
    say(desk, 'go on with one: /resume and its number or its id')
  } else {
    const answer = await desk.choose(list, `Go on with which one? [1-${conversations.length}, Enter for none] `)
    const id = answer === '' ? undefined : meant(answer, conversations)
    if (id === undefined)
      say(desk, answer === '' ? 'you stay in this one' : `! there is no ${visible(answer)} in the list`)
    return id
  }
  return undefined
}

/** Goes on with another conversation; the one before is kept. */
export const resume: Command = {
  usage: '/resume [number | id | last]',
  summary: 'go on with another one, or choose it from a list',
  async run(rest, desk) {
    const conversation = await wanted(rest, desk)
    if (conversation === undefined) return 0
    const shown = await desk.read(conversation)
    if ('exit' in shown) return shown.exit
    desk.set({ ...ofNoConversation, cleared: desk.state.cleared + 1, persona: shown.persona })
    desk.goOn(shown)
    return 0
  },
}

/** Lists conversations, or finds those in which something was said. */
export const history: Command = {
  usage: '/history [words]',
  summary: 'your conversations, or those with these words',
  async run(rest, desk) {
    const { error } = rest
      ? await desk.run('engine.chat-search', { words: rest })
      : await desk.run('engine.chat-list', { limit: most })
    return error?.exit ?? 0
  },
}
