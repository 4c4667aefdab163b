import type { Prepare } from './example-fixtures.ts'

/** A conversation of one turn, by who will ask for it: nobody sees those of others. */
const conversation: Prepare = async (place, requester) => {
  const said = { message: 'show me README.md', mode: 'offline' }
  const { error } = await place.invoke('engine.chat', said, requester ? { principal: requester } : {})
  if (error) throw new Error(error.message)
  return {}
}

/** What the examples about conversations need to be there. */
export const conversationFixtures: Readonly<Record<string, Prepare>> = {
  'engine.chat-delete': conversation,
  'engine.chat-export': conversation,
  'engine.chat-show': conversation,
  async 'engine.chat-restore'(place) {
    await conversation(place)
    const { run, data, error } = await place.invoke('engine.chat-delete', { conversation: 'last' })
    if (error) throw new Error(error.message)
    return { run, conversation: (data as { conversation: string }).conversation }
  },
}
