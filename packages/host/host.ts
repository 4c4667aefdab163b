import { join } from 'node:path'
import {
  type Catalog,
  type Clock,
  type Effect,
  failureEnvelope,
  invoke,
  type Ports,
  type Principal,
  type ServiceEntry,
  toErrorData,
} from '@nimbus/kernel'
import { loadKey, openStore, processOf } from '@nimbus/store'
import { journalSaying, remoteSaying } from './after-effects.ts'
import { byDefault, failureOf, mustHold } from './broken-files.ts'
import { createConfigFolders } from './config-folders.ts'
import { createConfiguration } from './configuration.ts'
import { confine } from './confine.ts'
import type { Gateway } from './gateway.ts'
import { createRequests } from './gateway-request.ts'
import { checkpointOf, ensureHome, type Home, homeOf } from './home.ts'
import { createInForce, type Freshness } from './in-force.ts'
import { lazyExec } from './lazy-exec.ts'
import { lazyProcesses } from './lazy-processes.ts'
import { createLiveEvents } from './live-events.ts'
import { createLog } from './log.ts'
import type { ServicePrograms } from './programs.ts'
import { createRecords } from './records.ts'
import { redactedLedgers } from './redacted-ledger.ts'
import { createRedactor } from './redactor.ts'
import { createTaints } from './taints.ts'
import { createTaskRunner } from './task-runner.ts'
import { createTokenCheck, localPrincipal } from './tokens.ts'
import { createTrust } from './trust.ts'
import { watch } from './watch.ts'

/** What a host is made from. */
export interface HostOptions {
  version: string
  catalog: Catalog
  services: readonly ServiceEntry[]
  /** Loads the definitions of all services, for `doctor`. */
  loadServices: () => Promise<readonly ServicePrograms[]>
  env: Readonly<Record<string, string | undefined>>
  /** Absolute path of the workspace root. */
  workspace: string
  clock?: Clock
  /** The one operation that will be called, where that is known: one that explains broken files opens despite them. */
  only?: string
  /** Fires when a person wants programs ended that are finishing their state. */
  insisted?: AbortSignal
  /**
   * How long a change to policy, trust or configuration by another process may go unseen by reads, in milliseconds.
   * Only for what goes on serving; default 0, which looks at the files on every call. Effects always look.
   */
  staleMs?: number
  /** The way to services that other processes serve; receives the key of the home, which signs calls to them. */
  remote?: (key: Uint8Array) => Ports['remote']
}

/** An open host: the gateway for surfaces, with its lifetime. */
export interface Host extends Gateway {
  home: Home
  principal: Principal
  /** The key of the home; processes of one home know each other by it. */
  key: Uint8Array
  ports: Ports
  /** Records as interrupted the runs whose process has ended without a word; gives how many. */
  sweep(): Promise<number>
  /** Writes what is batched and closes the store. */
  close(): Promise<void>
}

/** Opens Nimbus for one process: home, store, trust, policy and catalog become the one way to call operations. */
export const openHost = async (options: HostOptions): Promise<Host> => {
  const { env, workspace, catalog, services, version } = options
  const clock: Clock = options.clock ?? { now: () => new Date() }
  const home = homeOf(env)
  ensureHome(home)
  const trust = createTrust(home, clock.now)
  const config = createConfiguration(home, env, trust)
  const setting = async (key: string) => String((await config.get(key, workspace)).value)
  const redactor = createRedactor()
  if (env.NIMBUS_TOKEN) redactor.add(env.NIMBUS_TOKEN)
  const filesInForce = createInForce(home, config, trust, options.staleMs ?? 0)
  const explains = options.only !== undefined && catalog.get(options.only)?.whenBroken === true
  const broken = explains ? await failureOf(() => mustHold(setting, filesInForce, workspace)) : undefined
  const inForce = broken ? { ...filesInForce, ...byDefault } : filesInForce
  const log = createLog(broken ? 'warn' : await setting('log.level'), redactor)
  const principal = localPrincipal(env)
  const principalOf = createTokenCheck(home, env, log)
  // Of a broken file nobody knows which database it names: the look at it is recorded at home.
  const url = (broken ? env.NIMBUS_DATABASE_URL : await setting('database.url')) || home.database
  const key = loadKey(home.key)
  const store = await openStore({
    url,
    home: home.path,
    key,
    checkpoint: checkpointOf(home, url),
    clock,
    // What goes on serving answers reads by the thousand.
    writer: options.staleMs ? 'own-thread' : 'this-thread',
  })

  const freshness = (effect: Effect): Freshness => (effect === 'read' ? 'lately' : 'now')
  const declares = (operation: string): Effect => catalog.get(operation)?.effect ?? 'read'
  const live = createLiveEvents(() => store.journal)
  const journal = journalSaying(store.journal, inForce.doubt)

  const records = createRecords(options, {
    home,
    store,
    journal,
    config,
    trust,
    inForce,
    ...createTaskRunner({ config, live, ports: () => ports }),
    ports: () => ports,
  })

  const remote = options.remote?.(key)
  const ports: Ports = {
    clock,
    journal,
    audit: store.audit,
    plans: store.plans,
    tasks: store.tasks,
    grants: store.grants,
    blobs: store.blobs,
    documents: store.documents,
    cache: (service) => join(home.cache, service),
    env,
    credentials: store.credentials,
    exec: lazyExec({ env, spillDirectory: home.cache, ...(options.insisted ? { insist: options.insisted } : {}) }),
    leases: store.leases,
    ledger: redactedLedgers(store.ledger, redactor),
    resources: store.resources,
    schedules: store.schedules,
    processes: lazyProcesses({
      env,
      folder: home.processes,
      resources: store.resources,
      now: clock.now,
      identify: processOf,
    }),
    watch,
    confine,
    folders: createConfigFolders(home.path, inForce.trusted),
    policy: (root, effect) => inForce.layers(root, freshness(effect)),
    catalog,
    redactor,
    ...(remote ? { remote: remoteSaying(remote, declares, inForce.doubt) } : {}),
    taints: createTaints(),
    records,
    log,
  }

  const { levelFor, toRequest } = createRequests({ inForce, declares, live })

  return {
    version,
    catalog,
    services,
    workspace,
    home,
    principal,
    key,
    ports,
    async invoke(call) {
      try {
        if (broken && call.operation !== options.only) throw broken
        const root = call.workspace ?? workspace
        return await invoke(toRequest(call, root, await levelFor(call, root)), ports)
      } catch (thrown) {
        return redactor.value(failureEnvelope('', toErrorData(thrown)))
      }
    },
    isTainted: (session) => ports.taints.marked(session),
    flush: () => store.journal.flush(),
    sweep: () => store.sweep(),
    tail: (run, after, caller, signal) => live.tail(run, after, caller.tenant, signal),
    authenticate: async (token) => principalOf(token),
    health: () => store.health(),
    async close() {
      await store.close()
    },
  }
}
