import { denied } from '@nimbus/kernel'
import { type EditedFile, stateOf } from './edited-file.ts'

type Seen = Pick<EditedFile, 'shown' | 'bytes'>

/** Refuses when a file is not in the state that a caller last saw: `changed-meanwhile` (exit 4). */
export const mustBe = (expect: string | undefined, { shown, bytes }: Seen): void => {
  if (expect === undefined || expect === stateOf(bytes)) return
  throw denied('changed-meanwhile', `${shown} is not what was expected`, {
    at: shown,
    why: 'it was changed since, and that would be lost',
    next: 'look at it, then edit it by hand',
  })
}

/** Refuses to replace a file that somebody has edited since it was read: `changed-meanwhile` (exit 4). */
export const mustStand = ({ shown, bytes }: Seen, now: Seen): void => {
  if (stateOf(bytes) === stateOf(now.bytes)) return
  throw denied('changed-meanwhile', `${shown} was changed at this moment`, {
    at: shown,
    why: 'what somebody wrote there would be lost',
    next: 'try again',
  })
}
