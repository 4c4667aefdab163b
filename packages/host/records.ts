import { join } from 'node:path'
import {
  type Caller,
  type Configuration,
  type Decision,
  invoke,
  type Journal,
  type Parent,
  type Ports,
  type Records,
  type Trust,
} from '@nimbus/kernel'
import type { Store } from '@nimbus/store'
import type { Home } from './home.ts'
import type { HostOptions } from './host.ts'
import type { InForce } from './in-force.ts'
import { maskedPlans } from './masked-plans.ts'
import { createToolVersions } from './tool-versions.ts'

/** What the records are kept and looked up in. */
interface Around extends Pick<Records, 'createTask' | 'runTask'> {
  home: Home
  store: Store
  journal: Journal
  config: Configuration
  trust: Trust
  inForce: InForce
  /** Asked late: they hold the records. */
  ports: () => Ports
}

// The look belongs to the run that asked for it, and is bound by no ceiling: it has no effect.
const lookingFor = ({ run }: Caller): Parent => ({ run, root: run, operation: 'a preview', ceiling: 'delete' })

const lookAt =
  (ports: Around['ports']): Records['look'] =>
  async (call, caller) => {
    const { principal, surface, signal, workspace } = caller
    const { session } = caller.request
    const envelope = await invoke(
      {
        ...call,
        principal,
        surface,
        workspace,
        base: workspace,
        signal,
        dryRun: true,
        parent: lookingFor(caller),
        ...(session ? { session } : {}),
      },
      ports(),
    )
    const { preview, error, data } = envelope
    // A dry run gives the decision as its data.
    return { ...(preview ? { preview, decision: data as Decision } : {}), ...(error ? { error } : {}) }
  }

/** What operations on Nimbus itself reach: the records, and what this process knows of itself. */
export const createRecords = (
  { catalog, services, env, version, loadServices }: HostOptions,
  { home, store, journal, config, trust, inForce, ports, createTask, runTask }: Around,
): Records => ({
  journal,
  audit: store.audit,
  plans: maskedPlans(store.plans, catalog),
  grants: store.grants,
  credentials: store.credentials,
  blobs: store.blobs,
  config,
  trust,
  entries: () => catalog.list(),
  services: () => services,
  policy: async (root) => inForce.layers(root, 'now'),
  look: lookAt(ports),
  async programs() {
    const { programStatuses } = await import('./programs.ts')
    return programStatuses(await loadServices(), env)
  },
  versions: createToolVersions(loadServices, env, join(home.cache, 'program-versions.json')),
  async printed({ operation, input }, data) {
    const { text, input: schema } = await catalog.load(operation)
    return text?.(data as never, (schema.safeParse(input).data ?? input) as never)
  },
  tasks: store.tasks,
  createTask,
  runTask,
  home: home.path,
  version,
})
