import { priceText } from '../conversation/cost-text.ts'
import { hasChanged } from '../conversation/has-changed.ts'
import { type Command, say } from './command.ts'
import { history, resume } from './conversation-commands.ts'
import type { Desk } from './session.ts'
import { ofNoConversation } from './session-state.ts'

/** A command as it was typed. */
export interface SlashCommand {
  name: string
  rest: string
}

const apply = async (rest: string, desk: Desk): Promise<number> => {
  const plan = rest || desk.state.plan
  if (!plan) return say(desk, '! /apply takes the id of a plan: none waits in this conversation')
  const looked = await desk.run('nimbus.plan-show', { plan })
  if (looked.error) return looked.error.exit
  const applied = await desk.run('nimbus.apply', { plan })
  // The run of the apply itself, which takes all of its steps back.
  if (hasChanged(applied)) desk.set({ undoable: [...desk.state.undoable, applied.run] })
  return applied.error?.exit ?? 0
}

/** The operation that takes a run back. */
export const undo = 'nimbus.undo'

const takeBack = async (rest: string, desk: Desk): Promise<number> => {
  const { undoable } = desk.state
  const run = rest || undoable.at(-1)
  if (!run) return say(desk, '! /undo takes the id of a run: nothing is left to be undone in this conversation')
  const { error } = await desk.run(undo, { run })
  const before = undoable.at(-2)
  if (!error || error.already) desk.set({ undoable: undoable.filter((each) => !each.startsWith(run)) })
  else if (!rest && before) say(desk, `what was done before it is taken back with: /undo ${before}`)
  return error?.exit ?? 0
}

const commands: Readonly<Record<string, Command>> = {
  plan: {
    usage: '/plan <request>',
    summary: 'make a plan from a sentence and show it',
    async run(rest, desk) {
      if (!rest) return say(desk, '! /plan takes a request: /plan a bucket for the logs in dev')
      const { model } = desk.state
      const by = model === 'none' ? { mode: 'offline' } : model === 'auto' ? {} : { model }
      const { data, error } = await desk.run('engine.plan', { request: rest, ...by })
      const { plan } = (data ?? {}) as { plan?: { id?: string } }
      if (plan?.id) desk.set({ plan: plan.id })
      return error?.exit ?? 0
    },
  },
  apply: { usage: '/apply [plan]', summary: 'show a plan, ask, apply it; the last by default', run: apply },
  undo: {
    usage: '/undo [run]',
    summary: 'take back a run; by default the last one here',
    run: takeBack,
  },
  model: {
    usage: '/model [name | auto | none]',
    summary: 'who answers: a model, any, or the built-in planner',
    async run(rest, desk) {
      if (!rest)
        return say(
          desk,
          `model: ${desk.state.model}${desk.state.answeredBy ? `; ${desk.state.answeredBy} answered last` : ''}`,
        )
      if (rest !== 'auto' && rest !== 'none') {
        const asked = { task: 'a conversation', model: rest, for: 'chat', tools: 3 }
        const { error } = await desk.call('llm.route-explain', asked)
        if (error) {
          desk.show({
            kind: 'output',
            text: await desk.port.text(
              { operation: 'llm.route-explain', input: asked },
              { ok: false, run: '', outcome: 'invalid', error },
            ),
          })
          return error.exit
        }
      }
      desk.set({ model: rest })
      return say(desk, `model: ${rest}`)
    },
  },
  persona: {
    usage: '/persona [name]',
    summary: 'how answers sound',
    async run(rest, desk) {
      const listed = await desk.call('engine.persona-list', {})
      const { personas = [] } = (listed.data ?? {}) as { personas?: readonly { name: string; summary: string }[] }
      if (!rest)
        return say(
          desk,
          personas
            .map(({ name, summary }) => `${name === desk.state.persona ? '›' : ' '} ${name.padEnd(14)} ${summary}`)
            .join('\n'),
        )
      if (!personas.some(({ name }) => name === rest))
        return say(desk, `! there is no persona ${rest}; there are ${personas.map(({ name }) => name).join(', ')}`)
      desk.set({ persona: rest })
      return say(desk, `persona: ${rest}`)
    },
  },
  cost: {
    usage: '/cost',
    summary: 'what this conversation has taken so far',
    run: async (_rest, desk) => {
      const { state } = desk
      return say(
        desk,
        `${priceText(state) || '$0.00'} for this conversation; ${state.calls} calls made. All of it: nimbus llm budget`,
      )
    },
  },
  clear: {
    usage: '/clear',
    summary: 'begin a new conversation; this one is kept',
    async run(_rest, { set, state }) {
      set({ ...ofNoConversation, cleared: state.cleared + 1 })
      return 0
    },
  },
  resume,
  history,
  help: {
    usage: '/help',
    summary: 'this',
    run: async (_rest, desk) => {
      const lines = Object.values(commands).map(({ usage, summary }) => `${usage.padEnd(28)} ${summary}`)
      desk.show({ kind: 'output', text: [...lines, ...keys].join('\n') })
      return 0
    },
  },
  quit: {
    usage: '/quit',
    summary: 'leave; the conversation is kept',
    async run(_rest, { set }) {
      set({ over: 0 })
      return 0
    },
  },
}

const keys = [
  '',
  'Enter says it · Tab completes a command · ↑ ↓ take up what was said before',
  'Alt-Enter, Ctrl-J or \\ and Enter begin a line',
  'Esc interrupts · Ctrl-O shows what calls were given and gave',
  'Ctrl-C twice or Ctrl-D leaves',
]

/** The command that a line is, if it is one: a path or a pattern that begins with a slash is none. */
export const commandOf = (line: string): SlashCommand | undefined => {
  const [, name, rest] = /^\/([a-z]+)(?:\s+([\s\S]*))?$/.exec(line) ?? []
  return name === undefined ? undefined : { name, rest: (rest ?? '').trim() }
}

/** The commands that begin as a line does which is only the beginning of one. */
export const commandsFor = (line: string): string[] =>
  /^\/[a-z]*$/.test(line) ? Object.keys(commands).filter((name) => name.startsWith(line.slice(1))) : []

/** Runs a command, and gives its exit code. */
export const runSlashCommand = async ({ name, rest }: SlashCommand, desk: Desk): Promise<number> => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command) return command.run(rest, desk)
  say(desk, `! there is no /${name}; see /help`)
  return 2
}
