import type { Context } from '@nimbus/kernel/define'
import type { Need } from '../planner/choosing/needs.ts'
import type { Surroundings } from '../planner/surroundings.ts'
import { openTree } from '../tree/tree.ts'
import { namedHere } from './named-here.ts'

/** Files that are looked at, and how long. A larger project is planned for by the names that are said. */
const limits = { most: 50_000, withinMs: 2000 }

/** What was found, and what could not be looked at. */
export interface Found {
  surroundings: Surroundings
  notes: readonly string[]
}

/**
 * Looks at what a request needs to know, side by side, by reads that are recorded like any other. What cannot be looked
 * at is noted and left unknown: a request in a folder without a repository is no error.
 */
export const lookAround = async (
  ctx: Context,
  needs: ReadonlySet<Need>,
  requests: readonly string[],
): Promise<Found> => {
  const notes: string[] = []
  const when = async <Value>(need: Need, what: string, look: () => Promise<Value>): Promise<Value | undefined> => {
    if (!needs.has(need)) return undefined
    try {
      return await look()
    } catch (thrown) {
      ctx.signal.throwIfAborted()
      notes.push(`${what} not looked at: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
      return undefined
    }
  }
  const [tree, project, branches, status, stashes, agents, tools, models, plans, artifacts] = await Promise.all([
    when('files', 'files', () => openTree(ctx, limits)),
    when('project', 'project', () => ctx.call('engine.context', { seconds: 2 })),
    when('branches', 'branches', () => ctx.call('git.branch-list', { directory: ctx.workspace, remotes: true })),
    when('branches', 'status', () => ctx.call('git.status', { directory: ctx.workspace })),
    when('stashes', 'stashes', () => ctx.call('git.stash-list', { directory: ctx.workspace })),
    when('agents', 'agents', () => ctx.call('llm.agent-list', {})),
    when('tools', 'agent programs', () => ctx.call('llm.tool-list', {})),
    when('models', 'models', () => ctx.call('llm.models', { offline: true })),
    when('records', 'plans', () => ctx.call('nimbus.plan-list', { limit: 50 })),
    when('records', 'artifacts', () => ctx.call('state.artifact-list', { limit: 200 })),
  ])
  const named = tree && namedHere(requests, ctx.workspace)
  return {
    notes,
    surroundings: {
      files: tree && [...new Set([...tree.files, ...(named?.files ?? [])])],
      directories: named?.directories,
      project: project && {
        name: project.name?.value,
        region: project.region?.value,
        environments: project.environments.map(({ name }) => name),
      },
      git: (branches ?? stashes) && {
        branch: status?.branch,
        branches: branches?.branches.map(({ name }) => name),
        staged: status?.staged.map(({ path }) => path),
        stashes: stashes?.stashes.map(({ name, subject }) => `${name}: ${subject}`),
      },
      llm: {
        agents: agents?.agents.map(({ name }) => name),
        tools: tools?.tools.map(({ name }) => name),
        models: models?.models.map(({ provider, id }) => `${provider}/${id}`),
      },
      records: [
        ...(plans?.plans ?? []).map(({ id, status: state }) => ({ id, about: state })),
        ...(artifacts?.artifacts ?? []).map(({ id, name }) => ({ id, about: name })),
      ],
    },
  }
}
