import { numberOf, ordinalOf } from '../tokens/numbers.ts'
import { lookVerbs } from '../words/verbs.ts'
import { isFiller } from '../words/vocabulary.ts'
import { one, type Reader } from './reading.ts'

/** A branch that is there: by its name, or by a part of it that only one has. */
export const readBranch: Reader = (at, { tokens, world }) => {
  const token = tokens[at]
  if (!token || !['word', 'name', 'path', 'sha'].includes(token.kind)) return undefined
  const branches = world.git?.branches ?? []
  if (!world.known.branches && ['name', 'path'].includes(token.kind))
    return tokens[at - 1]?.word === 'branch' || tokens[at + 1]?.word === 'branch' ? one(token.text, at) : undefined
  const exact = branches.find((branch) => branch === token.text || branch.toLowerCase() === token.word)
  if (exact !== undefined) return one(exact, at)
  if (token.kind !== 'word' || isFiller(token.word)) return undefined
  const parts = branches.filter(
    (branch) => branch.includes('/') && branch.split('/').includes(token.text.toLowerCase()),
  )
  const [only, ...more] = parts
  if (only === undefined) return undefined
  return more.length === 0 ? one(only, at, false) : { ...one(undefined, at, false), several: parts }
}

const words = (tokens: readonly { word: string }[], at: number, many: number): string =>
  tokens
    .slice(at, at + many)
    .map(({ word }) => word)
    .join(' ')

/** `the last commit`, `the commit before the last one`, `the last 3 commits`. */
const readRelative: Reader = (at, { tokens }) => {
  const before = /^commit before (?:the )?(?:last|latest|that|this|head)(?: one| commit)?/.exec(words(tokens, at, 6))
  if (before) return { value: 'HEAD~1', from: at, to: at + before[0].split(' ').length, exact: true }
  const nth = ordinalOf(tokens[at]?.word ?? '')
  if (nth !== undefined && /^\S+ (?:last|latest) commit$/.test(words(tokens, at, 3)))
    return { value: `HEAD~${nth - 1}`, from: at, to: at + 3, exact: true }
  if (/^(?:last|latest|newest|current|most recent|head|previous) commit\b/.test(words(tokens, at, 3)))
    return { value: 'HEAD', from: at, to: at + (tokens[at]?.word === 'most' ? 3 : 2), exact: true }
  return undefined
}

/** A commit by any name: an id, a branch, `HEAD~2`, or `the last commit`. */
export const readCommit: Reader = (at, context) => {
  const token = context.tokens[at]
  if (!token || token.kind === 'mark' || token.kind === 'quoted') return undefined
  if (token.kind === 'sha') return one(token.word, at)
  if (/^(?:head|orig_head|fetch_head)(?:[~^@].*)?$/i.test(token.text))
    return one(token.text.replace(/^head/i, 'HEAD'), at)
  if (/^v\d+(?:\.\d+)+$/.test(token.text)) return one(token.text, at)
  if (/^(?:origin|upstream)\/\S+$/.test(token.text)) return one(token.text, at)
  const branch = readBranch(at, context)
  // A commit that is described has something to do with what a branch is called by, and is not that branch.
  const described = branch?.exact === false && context.tokens.some(({ word }) => word === 'commit')
  const placed = /^(?:on|of|from|branch)$/.test(context.tokens[at - 1]?.word ?? '')
  return (described && !placed ? undefined : branch) ?? readRelative(at, context) ?? unknownBranch(at, context)
}

/** A branch that is called one and is not there. */
const unknownBranch: Reader = (at, { tokens, world }) => {
  const token = tokens[at]
  if (!token || isFiller(token.word) || !['word', 'name', 'path'].includes(token.kind)) return undefined
  // What is wanted of branches is none: `branch list`.
  if (token.kind === 'word' && lookVerbs.has(token.stem)) return undefined
  const called =
    tokens[at - 1]?.word === 'branch' || (tokens[at + 1]?.word === 'branch' && tokens[at - 1]?.word === 'the')
  return called ? { ...one(token.text, at), absent: world.known.branches } : undefined
}

/** Where a branch shall go when commits are taken back: `the last 3 commits`, `one commit`. */
export const readBack: Reader = (at, context) => {
  const said = words(context.tokens, at, 4)
  const many = /^(?:(?:last|latest|newest|past) )?(\S+) (?:most recent |last |latest )?commits?\b/.exec(said)
  const count = many?.[1] ? numberOf(many[1]) : undefined
  if (many && count !== undefined && many[1] !== 'last')
    return { value: `HEAD~${count}`, from: at, to: at + many[0].split(' ').length, exact: true }
  if (/^(?:last|latest|most recent|previous) commit\b/.test(said))
    return { value: 'HEAD~1', from: at, to: at + 2, exact: true }
  return readCommit(at, context)
}

/** A stash: by its place, or by words of what it is. */
export const readStash: Reader = (at, { tokens, world }) => {
  const token = tokens[at]
  if (!token) return undefined
  if (token.kind === 'stash') return one(token.text, at)
  if (token.kind !== 'word' || isFiller(token.word)) return undefined
  const found = (world.git?.stashes ?? []).filter((stash) =>
    stash
      .replace(/^stash@\{\d+\}:?/, '')
      .toLowerCase()
      .split(/\W+/)
      .includes(token.word),
  )
  const [only, ...more] = found.map((stash) => /^stash@\{\d+\}/.exec(stash)?.[0] ?? stash)
  return only !== undefined && more.length === 0 ? one(only, at, false) : undefined
}

/** The name of a branch that is to be made. */
export const readNewName: Reader = (at, { tokens }) => {
  const token = tokens[at]
  // What it begins at has a name already.
  if (!token || tokens[at - 1]?.word === 'from') return undefined
  if (['name', 'path', 'quoted', 'sha'].includes(token.kind)) return one(token.text, at)
  return token.kind === 'word' && !isFiller(token.word) ? one(token.typo ?? token.text, at, false) : undefined
}
