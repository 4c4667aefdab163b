import { tidyPath, type World } from '../surroundings.ts'
import { isTicket } from '../tokens/labels.ts'
import type { Token } from '../tokens/token.ts'
import { editsBetween } from '../words/spelling.ts'
import { stemOf } from '../words/stem.ts'
import { isFiller } from '../words/vocabulary.ts'
import { environmentNames } from './environments.ts'
import { readFileKind } from './file-kinds.ts'
import { one, type Reader, type Reading } from './reading.ts'
import { valueText } from './value-text.ts'

const isPathLike = ({ kind }: Token): boolean => kind === 'path'

const chosen = (found: readonly string[], at: number, exact: boolean): Reading | undefined => {
  const [only, ...more] = found
  if (only === undefined) return undefined
  return more.length === 0 ? one(only, at, exact) : { ...one(undefined, at, false), several: found }
}

const sameCase = (path: string, known: Iterable<string>): string | undefined => {
  const lower = path.toLowerCase()
  for (const each of known) if (each.toLowerCase() === lower) return each
  return undefined
}

/** Of files with one name, that of the place that is named behind: `the main.tf of staging`. */
const ofPlace = (
  files: readonly string[],
  at: number,
  after: number,
  tokens: readonly Token[],
): Reading | undefined => {
  const [joint, place] = tokens.slice(after, after + 3).filter(({ word }) => word !== 'the')
  if (joint && place && ['of', 'in', 'from', 'for', 'under'].includes(joint.word)) {
    const names = [place.word, ...environmentNames(place.word)]
    const there = files.filter((file) => file.split('/').some((part) => names.includes(part)))
    const to = tokens.indexOf(place) + 1
    if (there.length === 1) return { value: there[0], from: at, to, exact: true }
  }
  return chosen(files, at, true)
}

/** Whether a name is another one with a letter too few, too many or wrong. */
const isMistyped = (said: string, name: string): boolean =>
  said.length > 4 &&
  said.split('.').at(-1) === name.split('.').at(-1) &&
  editsBetween(said.toLowerCase(), name.toLowerCase()) === 1

/** The files whose name a word most likely is, mistyped: one of a word's own family is no mistake. */
const mistypedStem = ({ text, stem }: Token, { byStem }: World): readonly string[] | undefined => {
  const said = text.toLowerCase()
  const near = said.length < 6 ? [] : [...byStem.keys()].filter((name) => editsBetween(said, name) === 1)
  const [only] = near.filter((name) => stemOf(name) !== stem)
  return near.length === 1 && only !== undefined ? byStem.get(only) : undefined
}

/** A file that is there: by its path, its name, or what its name is without an ending. */
export const readFile: Reader = (at, { tokens, world, field }) => {
  const token = tokens[at]
  if (!token || token.kind === 'mark' || token.kind === 'quoted') return undefined
  const path = tidyPath(token.text)
  // A saved plan is none of the files that something is made of.
  if (field.many && /\.tfplan$/i.test(path) && !world.fileSet.has(path)) return undefined
  if (isPathLike(token) || token.kind === 'name') {
    if (world.fileSet.has(path)) return one(path, at)
    const cased = sameCase(path, world.fileSet)
    if (cased) return one(cased, at)
    const inside = world.files.filter((file) => file.endsWith(`/${path}`))
    const found = inside.length > 1 ? ofPlace(inside, at, at + 1, tokens) : chosen(inside, at, true)
    if (found) return found
    if (world.git?.branches?.includes(path)) return undefined
    const near = world.files.filter((file) =>
      isMistyped(path, file.split('/').slice(-path.split('/').length).join('/')),
    )
    if (near.length === 1) return one(near[0], at, false)
    return isPathLike(token) && !world.directories.has(path)
      ? { ...one(path, at), absent: world.known.files }
      : undefined
  }
  const sameName = token.word === 'one' || token.word === 'that' ? tokens.slice(0, at).findLast(isPathLike) : undefined
  if (sameName)
    return ofPlace(
      world.files.filter((file) => file.endsWith(`/${sameName.text}`)),
      at,
      at + 1,
      tokens,
    )
  if (token.kind !== 'word' || isFiller(token.word) || environmentNames(token.word).length > 0) return undefined
  const named =
    world.byStem.get(token.text.toLowerCase()) ?? world.byStem.get(token.word) ?? mistypedStem(token, world) ?? []
  return chosen(named, at, named.length === 1 && named[0]?.split('/').at(-1) === token.text)
}

/** Whether a name is one that variables have: `instance_type`. */
const isVariable = ({ kind, text }: Token): boolean => kind === 'name' && /^[a-z]+(?:_[a-z0-9]+)+$/.test(text)

/** A file that may be there or not. */
export const readNewFile: Reader = (at, context) => {
  const token = context.tokens[at]
  if (!token || token.text.includes('=')) return undefined
  // A plan that was saved is no text that somebody writes.
  if (context.field.required && /\.tfplan$/i.test(token.text)) return undefined
  if (isPathLike(token)) return one(tidyPath(token.text), at)
  if (isTicket(token)) return undefined
  // What a variable is called, or is set to, is no file: `instance_type t3.micro`.
  const before = context.tokens[at - 1]
  if (isVariable(token) || (before && isVariable(before))) return undefined
  if (
    token.kind === 'name' ||
    (token.kind === 'word' &&
      /^[A-Z]{4,}$/.test(token.text) &&
      context.tokens.some(({ text }) => text !== text.toUpperCase()))
  )
    return one(token.text, at, false)
  return undefined
}

/** A directory that is there. */
export const readDirectory: Reader = (at, { tokens, world, field }) => {
  const token = tokens[at]
  if (!token || !['path', 'word', 'name'].includes(token.kind)) return undefined
  const path = tidyPath(token.text)
  if (path === '.') return one('.', at)
  if (world.git?.branches?.includes(path) && !world.directories.has(path)) return undefined
  // An ending names a kind of files: `in the .tf files`.
  if (readFileKind(at, { tokens, world, field })) return undefined
  if (world.directories.has(path)) return one(path, at)
  const cased = sameCase(path, world.directories)
  if (cased && !isFiller(token.word)) return one(cased, at)
  if (isPathLike(token)) return { ...one(path, at), absent: world.known.files }
  if (isFiller(token.word)) return undefined
  return chosen(
    [...world.directories].filter(
      (directory) => directory.endsWith(`/${token.text}`) || directory.endsWith(`/${token.word}`),
    ),
    at,
    false,
  )
}

/** Words right behind which stands the name of a folder, whatever word that is. */
const folderWords = new Set(['into', 'folder', 'directory', 'dir', 'under'])

const callingWords = new Set(['should', 'shall', 'must', 'be', 'is', 'called', 'named', '='])

/** A folder that may have to be made. */
export const readNewDirectory: Reader = (at, { tokens, world }) => {
  const token = tokens[at]
  if (!token || !['path', 'name', 'word'].includes(token.kind)) return undefined
  // What a folder is to be called may be said as one tells of it: `the output folder should be demo`.
  let before = at - 1
  while (before > at - 4 && callingWords.has(tokens[before]?.word ?? '')) before--
  const named =
    folderWords.has(tokens[before]?.word ?? '') &&
    !folderWords.has(token.word) &&
    !isFiller(token.word) &&
    !tokens[at + 1]?.text.includes('=')
  if (token.kind === 'word' && !world.directories.has(token.text) && !named) return undefined
  return world.fileSet.has(tidyPath(token.text)) ? undefined : one(tidyPath(token.text), at)
}

/** A file or a directory that is there, as versions know it. */
export const readPath: Reader = (at, context) => {
  const { kind, word } = context.tokens[at] ?? {}
  // A folder may have the name of what is written for people: `for the release notes`.
  if (word === 'notes' && /^(?:release|patch|meeting)$/.test(context.tokens[at - 1]?.word ?? '')) return undefined
  // Where files wait for a commit is no folder.
  if (word === 'staging' && context.tokens[at + 1]?.word === 'area') return undefined
  // A word that is the name of a branch is that, and no file that begins so: `main`.
  if (kind === 'word' && context.world.git?.branches?.includes(word ?? '')) return undefined
  const file = readFile(at, context)
  if (file && !file.absent && file.exact) return file
  const directory = readDirectory(at, context)
  if (directory && !directory.absent) return directory
  return context.tokens[at]?.kind === 'glob' ? undefined : (file ?? directory)
}

const hasSegment = (root: string, names: readonly string[]): boolean =>
  root.split('/').some((part) => names.includes(part))

const rootsOf = (world: World, word: string): readonly string[] | undefined => {
  const names = environmentNames(word)
  if (names.length > 0 || world.project?.environments?.includes(word))
    return world.roots.filter((root) => hasSegment(root, [word, ...names]))
  const named = world.roots.filter((root) => root.split('/').at(-1) === word)
  if (named.length > 0) return named
  // What a service is called is its root, where it has only one: `booking` is `booking/infra`.
  const owned = isFiller(word) || placeNouns.test(word) ? [] : world.roots.filter((root) => hasSegment(root, [word]))
  return owned.length === 1 && world.roots.length > 1 ? owned : undefined
}

/** Whether a word only names a folder around a root. */
const isAround = (root: string, word: string): boolean =>
  environmentNames(word).length === 0 && root.split('/').includes(word) && root.split('/').at(-1) !== word

/** What folders are called that only hold code: nobody names a root by them. */
const placeNouns =
  /^(?:terraform|tf|infra|infrastructure|iac|envs?|environments?|stacks?|roots?|modules?|code|src|live|deploy|deployment|deployments|state|plans?|aws|cloud|apps?|services?|packages?|platform|configs?|docs|ops|common|shared|core|global|main|accounts?|regions?|projects?|network|database|storage)$/

/** What is done with the state of a root, which a module has none of. */
const stateful =
  /^(?:plan|apply|deploy|rollout|destroy|teardown|delete|remove|import|unlock|force-unlock|outputs?|state|drift|replace)$/

/** A module by its name beside the word for it: `the network module`, `module network`. */
const readModule: Reader = (at, { tokens, world }) => {
  if (tokens.some(({ word }) => stateful.test(word))) return undefined
  const name = tokens[at]?.text ?? ''
  const [before, after] = [tokens[at - 1]?.word ?? '', tokens[at + 1]?.word ?? '']
  const called = after === 'module' || before === 'module' || `${tokens[at - 2]?.word} ${before}` === 'module of'
  const found = called ? [...world.withCode].filter((each) => each.split('/').at(-1) === name) : []
  return found.length > 0 && found.every((each) => each.split('/').includes('modules'))
    ? chosen(found, at, true)
    : undefined
}

/** A root with Terraform code: its directory, or the name of its environment. */
export const readRoot: Reader = (at, context) => {
  const { tokens, world } = context
  const token = tokens[at]
  if (!token || !['path', 'word', 'name'].includes(token.kind)) return undefined
  const module = readModule(at, context)
  if (module) return module
  const roots = rootsOf(world, token.word)
  // What code is called besides names no second root: `apply booking terraform`.
  const named = ({ kind, word }: Token): boolean =>
    kind === 'word' && !placeNouns.test(word) && rootsOf(world, word)?.length === 1
  if (roots && token.kind === 'word' && placeNouns.test(token.word) && tokens.some(named)) return undefined
  if (roots) {
    const [only, ...more] = roots
    if (only === undefined) return { ...one(token.text, at), absent: true }
    // Nothing is destroyed by the name of a folder around it.
    if (isAround(only, token.word) && tokens.some(({ word }) => /^(?:destroy|teardown|delete|remove)$/.test(word)))
      return { ...one(undefined, at, false), several: roots }
    return more.length === 0
      ? one(only, at, token.typo === undefined)
      : { ...one(undefined, at, false), several: roots }
  }
  if (token.kind !== 'path' && !world.directories.has(token.text)) return undefined
  // What is called as files are is no folder that is missing.
  if (/\.[a-z]+$/i.test(token.text) && !world.directories.has(tidyPath(token.text))) return undefined
  const directory = world.fileSet.has(tidyPath(token.text)) ? undefined : readDirectory(at, context)
  const hasCode = world.withCode.has(valueText(directory?.value))
  return directory && (directory.absent || directory.several || hasCode) ? directory : undefined
}

/** Words behind which a folder is where something is done: `check the code in envs`. */
const inside = /^(?:in|inside|under|below|within|of|for)$/

/** A folder below which there is Terraform code, said to be where something is done. */
export const readAround: Reader = (at, { tokens, world }) => {
  const token = tokens[at]
  const before = tokens[at - 1]?.word === 'the' ? tokens[at - 2] : tokens[at - 1]
  // Behind another one it is a further place: `in envs and modules`.
  const joined = before?.word === 'and' && world.directories.has(tokens[tokens.indexOf(before) - 1]?.text ?? '')
  if (!token || !['path', 'word', 'name'].includes(token.kind) || !(inside.test(before?.word ?? '') || joined))
    return undefined
  const path = tidyPath(token.text)
  const around = [...world.withCode].some((each) => each.startsWith(`${path}/`))
  // Of a root that is named besides it only says where that is.
  const named = tokens.some(({ word, text }) => environmentNames(word).length > 0 || text.startsWith(`${path}/`))
  return around && !named && world.directories.has(path) && environmentNames(token.word).length === 0
    ? one(path, at)
    : undefined
}
