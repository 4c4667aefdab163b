import { type HostContext, type RunEvent, z } from '@nimbus/kernel/define'

/** A program that a run started. */
export const CommandView = z.object({
  command: z.string().describe('As it can be pasted into a shell'),
  exitCode: z.number().int().optional().describe('Absent when it did not end'),
  ms: z.number().int().optional(),
})

/** A step of a run. */
export const StepView = z.object({
  title: z.string(),
  status: z.string(),
  depth: z.number().int(),
  ms: z.number().int().optional(),
})

const page = 500
const mostEvents = 10_000

/** All events of a run, up to ten thousand. */
export const eventsOf = async (run: string, ctx: HostContext): Promise<RunEvent[]> => {
  const events: RunEvent[] = []
  for (;;) {
    const next = await ctx.records.journal.events(run, events.at(-1)?.n ?? 0, page)
    events.push(...next)
    if (next.length < page || events.length >= mostEvents) return events
  }
}

/** A word as a POSIX shell reads it back. */
const shellWord = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

const ProgramData = z.object({
  name: z.string(),
  argv: z.array(z.string()).optional(),
  cwd: z.string().optional(),
  exitCode: z.number().int().optional(),
  ms: z.number().int().optional(),
})

/** The programs of a run, each with how it ended. */
export const commandsOf = (events: readonly RunEvent[]): z.infer<typeof CommandView>[] => {
  const commands: (z.infer<typeof CommandView> & { name: string })[] = []
  for (const { type, data } of events) {
    const program = type === 'program' ? ProgramData.safeParse(data).data : undefined
    if (!program) continue
    const { name, argv, cwd, exitCode, ms } = program
    if (argv) {
      const words = [name, ...argv].map(shellWord).join(' ')
      commands.push({ name, command: cwd ? `cd ${shellWord(cwd)} && ${words}` : words })
      continue
    }
    // The end of a program names it; of several at once the first still open is taken.
    const open = commands.find((each) => each.name === name && each.exitCode === undefined)
    if (!open) continue
    if (exitCode !== undefined) open.exitCode = exitCode
    if (ms !== undefined) open.ms = ms
  }
  return commands.map(({ name: _name, ...command }) => command)
}

const StepData = z.object({
  title: z.string(),
  status: z.string(),
  depth: z.number().int(),
  ms: z.number().int().optional(),
})

/** The steps of a run in the order they began, each with how it ended. */
export const stepsOf = (events: readonly RunEvent[]): z.infer<typeof StepView>[] => {
  const steps: z.infer<typeof StepView>[] = []
  for (const { type, data } of events) {
    const step = type === 'step' ? StepData.safeParse(data).data : undefined
    if (!step) continue
    const open = steps.find(
      ({ title, depth, status }) => title === step.title && depth === step.depth && status === 'started',
    )
    if (open && step.status !== 'started') Object.assign(open, step)
    else steps.push({ ...step })
  }
  return steps
}
