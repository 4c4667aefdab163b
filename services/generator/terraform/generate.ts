import { readFile, stat } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { failed, invalid, missing, type NimbusError } from '@nimbus/kernel/define'
import { breaches, type Conventions, readConventions } from './conventions/conventions.ts'
import { emit } from './emit/emit.ts'
import { compare, type FilePlan, isAbsent, stampOf } from './output/compare.ts'
import { stampName, stampText } from './output/stamp.ts'
import type { Problem } from './problem.ts'
import { type Overrides, readSpec } from './spec/read.ts'
import { largestSource, tooLarge } from './spec/source.ts'
import { resolveStack } from './stack/resolve.ts'
import type { Stack } from './stack/stack.ts'

/** What a generation needs to know; paths are absolute. */
export type Request = {
  readonly spec?: string | undefined
  readonly out: string
  readonly conventions?: string | undefined
  readonly overrides: Overrides
  /** Paths in messages are shown relative to it. */
  readonly workspace: string
  readonly today: Date
}

/** A generation worked out, with nothing written yet. */
export type Prepared = { readonly stack: Stack; readonly notes: readonly string[]; readonly plan: FilePlan }

/** Where a workspace keeps its conventions when no file is named. */
const usualConventions = join('.nimbus', 'conventions.yaml')

/**
 * Works out every file of a spec and what writing it would mean; reads only.
 *
 * Raises `invalid-spec` (exit 2) with all problems, `foreign-file` (exit 2) when files that were not generated are in
 * the way, `no-file` (exit 5) when the spec is not there.
 */
export async function prepare(request: Request): Promise<Prepared> {
  const { overrides, out, today } = request
  const file = request.spec === undefined ? undefined : await load('spec', request.spec, request)
  const read = readSpec(file, overrides)
  if ('problems' in read) throw invalidSpec(read.problems)

  const stamp = await stampOf(out)
  const resolved = resolveStack(read.spec, { today: today.toISOString().slice(0, 10), rooms: stamp?.rooms ?? {} })
  if ('problems' in resolved) throw invalidSpec(resolved.problems.map(read.locate))
  const { stack, notes } = resolved

  const conventions = await conventionsOf(request)
  const broken = conventions ? breaches(stack, conventions) : []
  if (broken.length > 0) throw invalidSpec(broken.map(read.locate))

  const files = emit(stack)
  const remembered = { path: stampName, text: stampText(stack.name, stack.rooms, files) }
  const plan = await compare(out, [...files, remembered], stamp)
  if ('problems' in plan) throw invalidSpec(plan.problems)
  const foreign = plan.files.filter(({ status }) => status === 'foreign').map(({ path }) => path)
  if (foreign.length > 0) throw foreignFiles(foreign, request)
  return { stack, notes: [...notes, ...stateNotes(stack)], plan }
}

/** What each file that a person names is read for, and what to do without it. */
const withoutFile = {
  spec: 'name a spec file, or say it with flags: nimbus generate terraform --name shop --region eu-central-1 --with vpc',
  conventions: 'name a conventions file, or leave --conventions out',
}

async function load(field: keyof typeof withoutFile, path: string, { workspace }: Request) {
  const name = shown(path, workspace)
  const found = await stat(path).catch((cause: unknown) => {
    if (isAbsent(cause)) return undefined
    throw cause
  })
  if (!found?.isFile()) {
    const why = found ? 'it is a folder' : 'there is no such file'
    throw missing('no-file', `${field}: ${name} cannot be read`, { at: name, why, next: withoutFile[field] })
  }
  if (found.size > largestSource) throw invalidSpec([{ at: name, ...tooLarge(field, found.size) }])
  return { bytes: await readFile(path), name }
}

async function conventionsOf(request: Request): Promise<Conventions | undefined> {
  const usual = join(request.workspace, usualConventions)
  const path = request.conventions ?? ((await Bun.file(usual).exists()) ? usual : undefined)
  if (path === undefined) return undefined
  const { bytes, name } = await load('conventions', path, request)
  const read = readConventions(bytes, name)
  if ('problems' in read) throw invalidSpec(read.problems)
  return read.conventions
}

/** One error in four parts; what else is wrong follows the reason, so that one run shows everything. */
function invalidSpec(problems: readonly Problem[]): NimbusError {
  const [first = { message: 'spec: it cannot be used' }, ...more] = problems
  const { message, at, next } = first
  const rest = more.map((problem) => `${problem.message}${problem.at ? ` (${problem.at})` : ''}`)
  const why = [first.why, ...(rest.length > 0 ? [`also: ${rest.join('; ')}`] : [])].filter(Boolean).join('; ')
  return invalid('invalid-spec', message, { ...(at && { at }), ...(why && { why }), ...(next && { next }) })
}

function foreignFiles(paths: readonly string[], { out, workspace }: Request): NimbusError {
  const [first = ''] = paths
  const more = paths.length > 1 ? ` and ${paths.length - 1} more` : ''
  return invalid('foreign-file', `out: ${first}${more} would be overwritten`, {
    at: join(shown(out, workspace), first),
    why: `${paths.length === 1 ? 'it was' : 'they were'} not generated here: ${stampName} does not list ${paths.length === 1 ? 'it' : 'them'}`,
    next: 'choose another --out, or move what is there away',
  })
}

function stateNotes({ environments }: Stack): readonly string[] {
  const local = environments.filter(({ state }) => state === undefined).map(({ name }) => name)
  if (local.length === 0) return []
  return [`${local.join(', ')}: the state is a local file; name a bucket with state: { bucket: … } to share it`]
}

/** Gives a path as messages show it: relative inside the workspace, absolute outside. */
export function shown(path: string, workspace: string) {
  const inner = relative(workspace, path)
  return inner.startsWith('..') || isAbsolute(inner) ? path : inner || '.'
}

/** Turns an error of the system while writing into one a person can use (exit 1). */
export function notWritten(cause: unknown, out: string): NimbusError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reasons: Readonly<Record<string, readonly [string, string]>> = {
    ENOSPC: ['the disk is full', 'make room, or choose another --out'],
    EDQUOT: ['your disk quota is used up', 'make room, or choose another --out'],
    EACCES: ['you may not write there', 'choose another --out, or change its permissions'],
    EPERM: ['you may not write there', 'choose another --out, or change its permissions'],
    EROFS: ['it is on a read-only file system', 'choose another --out'],
  }
  const fallback = [cause instanceof Error ? cause.message : String(cause), 'choose another --out'] as const
  const [why, next] = reasons[code] ?? fallback
  return failed('not-written', `out: ${out} cannot be written; nothing was changed`, { at: out, why, next, cause })
}
