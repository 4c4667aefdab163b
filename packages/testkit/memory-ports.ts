import { tmpdir } from 'node:os'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { defaultPolicy } from '@nimbus/host/default-policy'
import { createRedactor } from '@nimbus/host/redactor'
import {
  type AuditEntry,
  type Blobs,
  type Catalog,
  type Documents,
  failed,
  type Grant,
  type Journal,
  type Plans,
  type PolicyLayer,
  type Ports,
  type Records,
  type Remote,
  type RunEvent,
  type RunProgram,
  type RunRecord,
  type Schedule,
  type StoredPlan,
  type Task,
  type TaskEvent,
} from '@nimbus/kernel'
import { memoryTasks } from './memory-tasks.ts'

/** What a test may put in place of the defaults. */
export interface MemoryOptions {
  catalog: Catalog
  policy?: readonly PolicyLayer[]
  exec?: RunProgram
  remote?: Remote
  now?: () => Date
}

/** Ports that keep everything in maps, with what they hold open to a test. */
export interface MemoryPorts extends Ports {
  held: {
    runs: Map<string, RunRecord>
    events: Map<string, RunEvent[]>
    audit: Omit<AuditEntry, 'seq' | 'hash' | 'at'>[]
    plans: Map<string, StoredPlan>
    tasks: Map<string, Task & { token: number; held: boolean; cancelling: boolean }>
    taskEvents: (TaskEvent & { task: string })[]
    grants: Grant[]
  }
}

const unsupported = (what: string) => (): never => {
  throw failed('not-in-memory', `${what} is not part of the in-memory ports`)
}

/** A port that fails on its first use. */
const absent = <Port extends object>(what: string): Port => new Proxy({} as Port, { get: unsupported(what) })

const memoryJournal = (held: MemoryPorts['held']): Journal => {
  const append = (events: readonly RunEvent[]) => {
    for (const event of events) held.events.set(event.run, [...(held.events.get(event.run) ?? []), event])
  }
  return {
    async begin(run) {
      held.runs.set(run.id, { ...run, outcome: 'running' })
      held.audit.push({
        tenant: run.tenant,
        principal: run.principal,
        action: 'begin',
        subject: run.operation,
        detail: {},
      })
    },
    async append(events) {
      append(events)
    },
    async keep(id, kept) {
      const run = held.runs.get(id)
      if (run) held.runs.set(id, { ...run, kept: { ...kept } })
    },
    async end(id, end) {
      const run = held.runs.get(id)
      if (!run) throw failed('not-begun', `run ${id} ended without a beginning`)
      held.runs.set(id, { ...run, ...end })
      held.audit.push({
        tenant: run.tenant,
        principal: run.principal,
        action: 'end',
        subject: run.operation,
        detail: end.outcome,
      })
    },
    async note(run, end, events) {
      append(events)
      held.runs.set(run.id, { ...run, ...end })
    },
    async flush() {},
    get: async (id) => held.runs.get(id),
    find: async (prefix) => [...held.runs.values()].filter(({ id }) => id.startsWith(prefix)).slice(0, 10),
    list: async ({ limit, task, root }) =>
      [...held.runs.values()]
        .filter((run) => (task === undefined || run.task === task) && (root === undefined || run.root === root))
        .reverse()
        .slice(0, limit),
    begun: async (root) =>
      [...held.runs.values()].filter((run) => run.root === root && run.effect !== 'read' && run.decision !== undefined),
    lasted: async (operations) =>
      [...held.runs.values()].flatMap(({ operation, outcome, startedAt, endedAt }) =>
        outcome === 'done' && endedAt && operations.includes(operation)
          ? [{ operation, ms: Date.parse(endedAt) - Date.parse(startedAt) }]
          : [],
      ),
    events: async (run, after, limit) => (held.events.get(run) ?? []).filter(({ n }) => n > after).slice(0, limit),
  }
}

const memoryPlans = (held: MemoryPorts['held']): Plans => ({
  async save(plan, owner) {
    held.plans.set(plan.id, { id: plan.id, plan, ...owner, status: 'waiting', createdAt: plan.expires })
  },
  find: async (prefix) => [...held.plans.values()].filter(({ id }) => id.startsWith(prefix)),
  list: async (_tenant, limit, of) =>
    [...held.plans.values()].filter(({ status }) => of?.includes(status) ?? true).slice(0, limit),
  async approve(id, approval) {
    const plan = held.plans.get(id)
    if (plan) held.plans.set(id, { ...plan, status: 'approved', approval })
  },
  async claim(id) {
    const plan = held.plans.get(id)
    if (plan?.status !== 'approved') return false
    held.plans.set(id, { ...plan, status: 'used' })
    return true
  },
})

const memoryDocuments = (): Documents => {
  const bodies = new Map<string, { version: number; body: unknown }>()
  const shown = (collection: string, id: string) => {
    const found = bodies.get(`${collection}/${id}`)
    return found && { collection, id, ...found, createdAt: '', updatedAt: '' }
  }
  return {
    get: async (collection, id) => shown(collection, id),
    async put(collection, id, body) {
      const version = (bodies.get(`${collection}/${id}`)?.version ?? 0) + 1
      bodies.set(`${collection}/${id}`, { version, body })
      return version
    },
    delete: async (collection, id) => bodies.delete(`${collection}/${id}`),
    list: async (collection) =>
      [...bodies.keys()].flatMap((key) => shown(collection, key.slice(collection.length + 1)) ?? []),
  }
}

const memorySchedules = (): Ports['schedules'] => {
  const held = new Map<string, Schedule>()
  return {
    put: async (schedule) => void held.set(schedule.id, schedule),
    due: async (now, limit) => [...held.values()].filter(({ dueAt }) => dueAt <= now).slice(0, limit),
    delete: async (id) => held.delete(id),
  }
}

const memoryBlobs = (): Blobs => {
  const bytes = new Map<string, Uint8Array>()
  return {
    async put(content) {
      const hash = new Bun.CryptoHasher('sha256').update(content).digest('hex')
      bytes.set(hash, content)
      return hash
    },
    get: async (hash) => bytes.get(hash),
  }
}

/**
 * Everything the pipeline needs, in memory: real pipeline, real policy, no disk.
 *
 * For tests of surfaces. What it cannot do — Nimbus's own records, programs — raises `not-in-memory`.
 */
export const memoryPorts = ({ catalog, policy = [defaultPolicy], exec, remote, now }: MemoryOptions): MemoryPorts => {
  const held: MemoryPorts['held'] = {
    runs: new Map(),
    events: new Map(),
    audit: [],
    plans: new Map(),
    tasks: new Map(),
    taskEvents: [],
    grants: [],
  }
  const plans = memoryPlans(held)
  const documents = new Map<string, Documents>()
  const tainted = new Set<string>()
  const credentials = new Map<string, string>()
  return {
    held,
    catalog,
    ...(remote ? { remote } : {}),
    clock: { now: now ?? (() => new Date()) },
    journal: memoryJournal(held),
    plans,
    tasks: memoryTasks(held, plans, () => (now ?? (() => new Date()))().toISOString()),
    audit: {
      append: async (entry) => void held.audit.push(entry),
      list: unsupported('the audit list'),
      verify: unsupported('audit verification'),
    },
    grants: {
      list: async () => held.grants,
      add: async (grant) => void held.grants.push(grant),
      remove: unsupported('removing a grant'),
    },
    blobs: memoryBlobs(),
    documents(service, tenant) {
      const key = `${tenant}/${service}`
      const found = documents.get(key) ?? memoryDocuments()
      documents.set(key, found)
      return found
    },
    cache: (service) => join(tmpdir(), 'nimbus-in-memory', service),
    env: {},
    credentials: (tenant) => {
      const key = (name: string) => `${tenant}/${name}`
      return {
        get: async (name) => credentials.get(key(name)),
        set: async (name, value) => void credentials.set(key(name), value),
        delete: async (name) => credentials.delete(key(name)),
        list: async () =>
          [...credentials]
            .filter(([name]) => name.startsWith(key('')))
            .map(([name, { length }]) => ({ name: name.slice(key('').length), updatedAt: '', length })),
      }
    },
    exec: exec ?? unsupported('running programs'),
    leases: absent('leases'),
    ledger: () => absent('the ledger'),
    folders: async () => [],
    resources: () => absent('resources'),
    schedules: memorySchedules(),
    processes: () => absent('managed processes'),
    watch: unsupported('watching paths'),
    confine(path, base, workspace) {
      const absolute = resolve(base, path)
      const shown = relative(workspace, absolute)
      const inside = !shown.startsWith('..') && !isAbsolute(shown)
      return { absolute, shown: inside ? shown || '.' : absolute, inside }
    },
    policy: async () => policy,
    redactor: createRedactor(),
    taints: { marked: (session) => tainted.has(session), mark: (session) => void tainted.add(session) },
    // Operations on Nimbus itself are tested against the real host.
    records: absent<Records>('the records of Nimbus'),
    log: () => {},
  }
}
