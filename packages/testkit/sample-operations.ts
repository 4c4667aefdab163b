import type { Operation } from '@nimbus/kernel'
import { failed, invalid, missing, operation, type Program, stopGroup, z } from '@nimbus/kernel/define'

/** What the sample operations write to: names to values. A test owns one. */
export type Shelf = Map<string, string>

const resource = (name: string) => `workspace:${name}`

const sleep: Program = {
  name: 'sleep',
  binaries: ['sleep'],
  override: 'NIMBUS_SLEEP',
  version: ['--version'],
  install: 'it is part of every POSIX system',
  enables: 'waiting, in tests',
  interrupt: () => stopGroup,
}

const later = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        reject(new DOMException('stopped', 'AbortError'))
      },
      { once: true },
    )
  })

/**
 * Small operations of two services, one for each thing a surface has to carry: results, chunks, errors of every exit
 * code, questions, nested calls and long runs.
 */
export const sampleOperations = (shelf: Shelf): readonly Operation[] => [
  operation({
    id: 'shelf.get',
    summary: 'Read one value',
    effect: 'read',
    idempotent: true,
    input: z.object({ name: z.string().min(1).describe('Name of the value') }),
    output: z.object({ name: z.string(), value: z.string() }),
    routes: [{ method: 'GET', path: '/api/shelf/values/:name' }],
    examples: [{ title: 'Read a', input: { name: 'a' } }],
    phrases: ['read {name}'],
    target: ({ name }) => ({ resources: [resource(name)] }),
    async run({ name }) {
      const value = shelf.get(name)
      if (value === undefined)
        throw missing('not-found', `There is no ${name}`, { next: 'put it there with: nimbus shelf put' })
      return { name, value }
    },
  }),
  operation({
    id: 'shelf.list',
    summary: 'List values',
    effect: 'read',
    idempotent: true,
    untrusted: true,
    input: z.object({
      limit: z.number().int().min(1).max(100).default(10),
      prefix: z.array(z.string()).default([]),
      exact: z.boolean().default(false),
    }),
    output: z.object({ names: z.array(z.string()) }),
    routes: [{ method: 'GET', path: '/api/shelf/values' }],
    examples: [{ title: 'List all', input: {} }],
    async run({ limit, prefix }) {
      const names = [...shelf.keys()].filter(
        (name) => prefix.length === 0 || prefix.some((start) => name.startsWith(start)),
      )
      return { names: names.sort().slice(0, limit) }
    },
  }),
  operation({
    id: 'shelf.put',
    summary: 'Store a value',
    effect: 'update',
    idempotent: true,
    input: z.object({ name: z.string().min(1), value: z.string() }),
    output: z.object({ replaced: z.boolean() }),
    routes: [{ method: 'PUT', path: '/api/shelf/values/:name' }],
    examples: [{ title: 'Store b', input: { name: 'b', value: '2' } }],
    target: ({ name }) => ({ resources: [resource(name)] }),
    preview: async ({ name }) => ({
      changes: [{ resource: resource(name), effect: shelf.has(name) ? 'update' : 'create' }],
    }),
    async run({ name, value }) {
      const replaced = shelf.has(name)
      shelf.set(name, value)
      return { replaced }
    },
    verify: async ({ name, value }) => [
      {
        status: shelf.get(name) === value ? 'pass' : 'fail',
        code: 'stored',
        message: 'The value is stored',
      },
    ],
    undo: ({ name }) => ({ operation: 'shelf.remove', input: { name } }),
  }),
  operation({
    id: 'shelf.remove',
    summary: 'Remove a value',
    effect: 'delete',
    input: z.object({ name: z.string().min(1) }),
    output: z.object({ removed: z.boolean() }),
    examples: [{ title: 'Remove b', input: { name: 'b' } }],
    target: ({ name }) => ({ resources: [resource(name)] }),
    run: async ({ name }) => ({ removed: shelf.delete(name) }),
  }),
  operation({
    id: 'steps.copy-all',
    summary: 'Copy values by calling other operations',
    effect: 'update',
    input: z.object({ names: z.array(z.string()).min(1), suffix: z.string().default('-copy') }),
    output: z.object({ copied: z.number().int() }),
    examples: [{ title: 'Copy a', input: { names: ['a'] } }],
    target: ({ names, suffix }) => ({ resources: names.map((name) => resource(`${name}${suffix}`)) }),
    preview: async ({ names, suffix }) => ({
      changes: names.map((name) => ({ resource: resource(`${name}${suffix}`), effect: 'create' as const })),
    }),
    async run({ names, suffix }, ctx) {
      for (const name of names) {
        const value = shelf.get(name)
        if (value === undefined) throw missing('not-found', `There is no ${name}`)
        await ctx.call('shelf.put' as never, { name: `${name}${suffix}`, value } as never)
      }
      return { copied: names.length }
    },
  }),
  operation({
    id: 'steps.count',
    summary: 'Count, with progress',
    effect: 'read',
    input: z.object({
      to: z.number().int().min(1).max(10_000),
      pauseMs: z.number().int().min(0).max(1000).default(0),
    }),
    output: z.object({ counted: z.number().int() }),
    examples: [{ title: 'Count to three', input: { to: 3 } }],
    async run({ to, pauseMs }, ctx) {
      for (let n = 1; n <= to; n++) {
        ctx.progress(`${n} of ${to}`)
        if (pauseMs > 0) await later(pauseMs, ctx.signal)
      }
      return { counted: to }
    },
  }),
  operation({
    id: 'steps.wait',
    summary: 'Wait until it is stopped',
    effect: 'read',
    input: z.object({ ms: z.number().int().min(1).max(600_000) }),
    output: z.object({ waited: z.boolean() }),
    examples: [{ title: 'Wait a moment', input: { ms: 1 } }],
    async run({ ms }, ctx) {
      ctx.progress('waiting')
      await later(ms, ctx.signal)
      return { waited: true }
    },
  }),
  operation({
    id: 'steps.program',
    summary: 'Run a program that takes long',
    effect: 'create',
    input: z.object({ seconds: z.number().min(0).max(100_000) }),
    output: z.object({ exitCode: z.number().int() }),
    examples: [{ title: 'Run for no time', input: { seconds: 0 } }],
    preview: async () => ({ changes: [{ resource: 'nimbus:records/naps', effect: 'create' }] }),
    async run({ seconds }, ctx) {
      ctx.progress('starting')
      const { exitCode } = await ctx.exec(sleep, [String(seconds)])
      return { exitCode }
    },
  }),
  operation({
    id: 'steps.judge',
    summary: 'Say whether a number is even',
    effect: 'read',
    input: z.object({ number: z.number().int() }),
    output: z.object({ even: z.boolean() }),
    examples: [{ title: 'Judge two', input: { number: 2 } }],
    run: async ({ number }) => ({ even: number % 2 === 0 }),
    negative: ({ even }) => !even,
  }),
  operation({
    id: 'steps.fail',
    summary: 'Fail in a chosen way',
    effect: 'read',
    input: z.object({ how: z.enum(['failed', 'invalid', 'missing', 'defect', 'output']) }),
    output: z.object({ never: z.string() }),
    examples: [],
    async run({ how }, ctx) {
      if (how === 'failed')
        throw failed('it-broke', 'It broke', { at: 'here', why: 'it was asked to', next: 'ask less' })
      if (how === 'invalid') throw invalid('bad-thing', 'The thing is bad', { at: 'thing', next: 'use a good one' })
      if (how === 'missing') throw missing('no-thing', 'The thing is not there')
      if (how === 'defect') throw new Error(`ENOENT: no such file ${ctx.workspace}/private/plan.txt`)
      return { never: 7 as unknown as string }
    },
  }),
  operation({
    id: 'steps.private',
    summary: 'Something only a person does',
    effect: 'read',
    input: z.object({}),
    output: z.object({ done: z.boolean() }),
    exclude: { http: 'only at a terminal', mcp: 'only at a terminal', agent: 'only at a terminal' },
    examples: [{ title: 'Do it', input: {} }],
    run: async () => ({ done: true }),
  }),
]
