import type { Effect, Journal, Remote } from '@nimbus/kernel'

/**
 * A journal that says when a run with an effect has done its work.
 *
 * Only such runs are ended this way, whatever their operations may do at most: a chat is an update when it goes past a
 * budget, and a read otherwise.
 */
export const journalSaying = (journal: Journal, done: () => void): Journal => ({
  ...journal,
  end(id, end) {
    done()
    return journal.end(id, end)
  },
})

/** The same for calls that other processes serve: what they did is not in the journal of this one. */
export const remoteSaying = (remote: Remote, declares: (operation: string) => Effect, done: () => void): Remote => ({
  serves: remote.serves,
  async invoke(request, tainted) {
    try {
      return await remote.invoke(request, tainted)
    } finally {
      if (declares(request.operation) !== 'read') done()
    }
  },
})
