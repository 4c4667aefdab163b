import { join } from 'node:path'
import type { Principal } from '@nimbus/kernel'
import type { TestWorkspace } from '@nimbus/testkit'
import { conversationFixtures } from './conversation-fixtures.ts'
import { repository, repositoryAfter } from './example-repository.ts'

/** Prepares a workspace for the example of one operation; gives what stands for the ids in it. */
export type Prepare = (place: TestWorkspace, requester?: Principal) => Promise<Readonly<Record<string, unknown>>>

const moduleWith = (input: string) =>
  `resource "terraform_data" "main" {\n  input = "${input}"\n}\n\noutput "vpc_id" {\n  value = "vpc-1"\n}\n`
const module = moduleWith('a')

/** The files that the examples speak of. */
export const exampleFiles: Readonly<Record<string, string>> = {
  'README.md': '# Read me\n',
  'src/index.ts': 'export {}\n',
  'envs/dev/main.tf': module,
  'envs/production/main.tf': `${module}# production\n`,
  'infra/main.tf': module,
}

/** Operations whose example needs something that cannot stand here, and why. */
export const unreachable: Readonly<Record<string, string>> = {
  'terraform.force-unlock': 'needs a lock in a remote backend; a local state cannot be unlocked by another process',
  'terraform.import': 'needs a bucket in a cloud account, or an emulator of one',
}

const nothing: Prepare = async () => ({})

const note: Prepare = async (place) => {
  await place.write({ 'notes/today.md': 'Old\n' })
  return {}
}

const noNote: Prepare = async (place) => {
  await Bun.$`rm -rf notes`.cwd(place.path).quiet()
  return {}
}

const waitingPlan = async (place: TestWorkspace, requester?: Principal): Promise<string> => {
  await place.write({ 'notes/planned.md': 'Old\n' })
  const input = { file: 'notes/planned.md', content: `New ${crypto.randomUUID()}\n` }
  const { error } = await place.invoke('fs.write', input, {
    surface: 'http',
    consent: { yes: false, confirm: [] },
    ...(requester ? { principal: requester } : {}),
  })
  if (!error?.plan) throw new Error('writing over a file did not ask')
  return error.plan
}

const approvedPlan: Prepare = async (place, requester) => {
  const plan = await waitingPlan(place, requester)
  await runOf(place, 'nimbus.approve', { plan })
  return { plan }
}

/** A task of one write that nothing was done of yet. */
const readyTask: Prepare = async (place, requester) => {
  const { data } = await runOf(place, 'engine.task-create', await approvedPlan(place, requester))
  return { task: (data as { id: string }).id }
}

const doneTask: Prepare = async (place, requester) => {
  const ready = await readyTask(place, requester)
  await runOf(place, 'engine.task-execute', ready)
  return ready
}

/** Two plan files: one write, and the same with a read that nobody uses before it. */
const planFiles: Prepare = async (place) => {
  const write = (content: string) => ({ id: '2', operation: 'fs.write', input: { file: 'notes/planned.md', content } })
  const read = { id: '1', operation: 'fs.read', input: { file: 'README.md' } }
  await place.write({
    'plan.json': JSON.stringify({ steps: [read, write('New\n')] }),
    'larger-plan.json': JSON.stringify({ steps: [read, write('Newer\n'), { ...read, id: '3', dependsOn: ['2'] }] }),
  })
  return {}
}

const runOf = async (place: TestWorkspace, operation: string, input: unknown, confirm: readonly string[] = []) => {
  const envelope = await place.invoke(operation, input, { consent: { yes: true, confirm } })
  if (!envelope.ok) throw new Error(`${operation}: ${JSON.stringify(envelope.error)}`)
  return envelope
}

const initialised: Prepare = async (place) => {
  await runOf(place, 'terraform.init', { directory: 'envs/dev' })
  return {}
}

const planned = async (place: TestWorkspace): Promise<string> => {
  // Without a change there would be no plan to apply.
  await place.write({ 'envs/dev/main.tf': moduleWith(crypto.randomUUID()) })
  await initialised(place)
  const { data } = await runOf(place, 'terraform.plan', { directory: 'envs/dev' })
  return (data as { id: string }).id
}

const applied: Prepare = async (place) => {
  await runOf(place, 'terraform.apply', { plan: await planned(place) })
  return {}
}

const savedArtifact = async (place: TestWorkspace) => {
  const { data } = await runOf(place, 'state.artifact-save', { name: 'notes', content: 'kept' })
  return { id: (data as { id: string }).id }
}

const storedCredential: Prepare = async (place) => {
  await runOf(place, 'state.credentials-set', { provider: 'anthropic', value: `key-${crypto.randomUUID()}` })
  return {}
}

/** The user's `llm.yaml` with an agent whose program is a script of one line. */
const agentProgram: Prepare = async (place) => {
  const home = place.env.NIMBUS_HOME ?? ''
  const program = join(place.home, 'reviewer-program')
  await Bun.write(program, "#!/bin/sh\necho 'Nothing to complain about'\n")
  await Bun.$`chmod +x ${program}`.quiet()
  const tool = `{ binary: ${JSON.stringify(program)}, prompt: stdin, output: { cost: not-metered } }`
  const yaml = `tools:\n  reviewer-program: ${tool}\n  my-agent: ${tool}\nagents:\n  reviewer: { preferred_tool: reviewer-program }\n`
  await Bun.write(join(home, 'llm.yaml'), yaml)
  return {}
}

const prepare: Readonly<Record<string, Prepare>> = {
  ...conversationFixtures,
  'engine.safety-during-check': doneTask,
  'engine.safety-post-check': doneTask,
  'engine.safety-pre-check': async (place) => ({ plan: await waitingPlan(place) }),
  'engine.task-cancel': readyTask,
  'engine.task-create': approvedPlan,
  'engine.task-events': doneTask,
  'engine.task-execute': readyTask,
  'engine.task-resume': readyTask,
  'engine.task-roll-back': doneTask,
  'engine.task-show': doneTask,
  async 'engine.project-restore'(place) {
    await place.write({ '.nimbus/project.yaml': `owner: ${crypto.randomUUID()}\n` })
    await Bun.$`rm -f .nimbus/project-generated.json`.cwd(place.path).quiet()
    const { run } = await runOf(place, 'engine.init', { machine: false })
    return { run, restore: ['project.yaml'], remove: ['project-generated.json'] }
  },
  'fs.remove': note,
  'fs.write': noNote,
  async 'fs.restore'(place) {
    await note(place)
    return { run: (await runOf(place, 'fs.remove', { file: 'notes/today.md' }, ['notes/today.md'])).run }
  },
  async 'generator.terraform'(place) {
    await Bun.$`rm -rf demo`.cwd(place.path).quiet()
    await place.write({
      'examples/shop.yaml': await Bun.file(join(import.meta.dir, '../../examples/shop.yaml')).text(),
    })
    return {}
  },
  async 'generator.terraform-undo'(place) {
    await prepare['generator.terraform']?.(place)
    return { run: (await runOf(place, 'generator.terraform', { spec: 'examples/shop.yaml', out: 'demo' })).run }
  },
  'llm.exec': agentProgram,
  'llm.tool-add': agentProgram,
  'llm.tool-list': agentProgram,
  'llm.tool-remove': agentProgram,
  async 'llm.tool-restore'(place) {
    await agentProgram(place)
    return { run: (await runOf(place, 'llm.tool-remove', { name: 'my-agent' }, ['my-agent'])).run }
  },
  'llm.route-explain': storedCredential,
  async 'llm.simulate'(place) {
    await place.write({ 'usage.jsonl': await Bun.file(join(import.meta.dir, '../../examples/usage.jsonl')).text() })
    return {}
  },
  'nimbus.apply': approvedPlan,
  async 'llm.config-restore'(place) {
    await runOf(place, 'llm.config-init', { force: true, template: 'development' })
    return { run: (await runOf(place, 'llm.config-init', { force: true })).run }
  },
  async 'llm.config-validate'(place) {
    await runOf(place, 'llm.config-init', { force: true })
    return {}
  },
  'git.add': repository,
  'git.branch-create': repository,
  'git.branch-delete': repositoryAfter('branch', 'add-vpc'),
  'git.branch-list': repository,
  'git.checkout': repository,
  'git.commit': repository,
  'git.diff': repository,
  'git.log': repository,
  'git.reset': repository,
  'git.revert': repositoryAfter('checkout', '--', 'README.md'),
  'git.stash-list': repositoryAfter('stash'),
  'git.stash-pop': repositoryAfter('stash'),
  'git.stash-save': repository,
  'git.status': repository,
  'git.unstage': repositoryAfter('add', 'README.md'),
  'nimbus.approve': async (place) => ({ plan: await waitingPlan(place) }),
  'nimbus.plan-diff': planFiles,
  'nimbus.plan-optimize': planFiles,
  'nimbus.plan-save': planFiles,
  'nimbus.plan-validate': planFiles,
  'nimbus.plan-show': async (place) => ({ plan: await waitingPlan(place) }),
  async 'nimbus.grant-remove'(place) {
    const input = { operation: 'fs.write', resource: 'workspace:docs/**', reason: 'a guide' }
    return { grant: ((await runOf(place, 'nimbus.grant-add', input)).data as { id: string }).id }
  },
  async 'nimbus.run-show'(place) {
    await note(place)
    return { run: (await runOf(place, 'fs.remove', { file: 'notes/today.md' }, ['notes/today.md'])).run }
  },
  async 'nimbus.replay'(place) {
    await noNote(place)
    return { run: (await runOf(place, 'fs.write', { file: 'notes/today.md', content: 'New\n' })).run }
  },
  async 'nimbus.undo'(place) {
    await noNote(place)
    return { run: (await runOf(place, 'fs.write', { file: 'notes/today.md', content: 'New\n' })).run }
  },
  async 'nimbus.trust-remove'(place) {
    await runOf(place, 'nimbus.trust-add', {})
    return {}
  },
  'state.artifact-delete': savedArtifact,
  'state.artifact-get': savedArtifact,
  'state.credentials-delete': storedCredential,
  'state.credentials-get': storedCredential,
  async 'state.history-show'(place) {
    await noNote(place)
    return { run: (await runOf(place, 'fs.write', { file: 'notes/today.md', content: 'New\n' })).run }
  },
  'terraform.apply': async (place) => ({ plan: await planned(place) }),
  async 'terraform.apply-undo'(place) {
    await Bun.$`rm -f envs/dev/terraform.tfstate`.cwd(place.path).quiet()
    const plan = await planned(place)
    const { data } = await runOf(place, 'terraform.apply', { plan })
    const { lineage, serial } = data as { lineage: string; serial: number }
    return { plan, lineage, serial }
  },
  'terraform.destroy': applied,
  'terraform.output': applied,
  'terraform.plan': initialised,
  'terraform.show': applied,
  'terraform.state-list': applied,
  'terraform.validate': async (place) => {
    await runOf(place, 'terraform.init', { directory: 'infra' })
    return {}
  },
}

/** The input of an operation's first example, with the ids in it standing for something that is there. */
export const exampleInput = async (
  place: TestWorkspace,
  operation: string,
  example: unknown,
  requester?: Principal,
): Promise<unknown> => {
  // An example before it may have put them away, as a stash does.
  await place.write(exampleFiles)
  const stands = await (prepare[operation] ?? nothing)(place, requester)
  return typeof example === 'object' && example !== null ? { ...example, ...stands } : example
}
