import type { PlannedStep } from './asking/outcome.ts'
import type { Made } from './choosing/borrowing.ts'
import type { Arguments } from './choosing/frame.ts'
import type { Joint } from './clauses/segments.ts'
import { valueText } from './values/value-text.ts'
import type { Subject, Vocabulary } from './words/vocabulary.ts'

/** An input without what is so by itself, for comparison. */
const plainly = ({ fields }: Subject, input: Record<string, unknown>): string =>
  JSON.stringify(
    Object.entries(input).filter(
      ([name, value]) => value === undefined || fields.find((field) => field.name === name)?.default !== value,
    ),
  )

/** What a step writes or takes away, as it was told where: files, and the folder of what it generates. */
const writtenBy = ({ subject: { fields, effect }, input }: Made): readonly string[] =>
  fields.flatMap(({ kind, name, roots, default: usual }) => {
    const isWritten = roots !== undefined || kind === 'new-file' || (kind === 'file' && effect === 'delete')
    const path = roots === undefined ? input[name] : (input[name] ?? usual)
    return effect !== 'read' && isWritten && typeof path === 'string' ? [path] : []
  })

/** Collects the steps of a plan, in order, with what each has to wait for. */
export class StepList {
  readonly steps: PlannedStep[] = []
  readonly made: Made[] = []

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly earlier: readonly Made[] = [],
  ) {}

  /** Adds a step, unless the same one is there already; before it, what prepares a thing that is new or what it is made from. */
  add(subject: Subject, { input }: Arguments, joint: Joint, reason: string): void {
    const complete = this.withCollected(subject, this.withSource(subject, input, joint), joint)
    this.prepare(subject, complete, joint)
    const same = this.steps.find(
      (step) => step.operation === subject.id && plainly(subject, step.input) === plainly(subject, complete),
    )
    if (same) return
    const id = String(this.steps.length + 1)
    const last = this.steps.at(-1)
    const references = [...JSON.stringify(complete).matchAll(/"\$from":\{"step":"(\d+)"/g)].map(([, step = '']) => step)
    const waits = last && (joint === 'then' || last.effect !== 'read' || subject.effect !== 'read') ? [last.id] : []
    this.steps.push({
      id,
      operation: subject.id,
      input: complete,
      dependsOn: [...new Set([...waits, ...references])],
      effect: subject.effect,
      reason,
    })
    this.made.push({ id, subject, input: complete })
  }

  /** A field that another operation gives: that one goes before. */
  private withSource(subject: Subject, input: Record<string, unknown>, joint: Joint): Record<string, unknown> {
    const field = subject.fields.find(
      ({ from, name, unless }) => from && input[name] === undefined && !(unless && input[unless] !== undefined),
    )
    const source = field?.from && this.vocabulary.byId.get(field.from.operation)
    if (!field?.from || !source) return input
    const own = Object.fromEntries(
      Object.entries(input).filter(([name]) => source.fields.some((each) => each.name === name)),
    )
    this.add(source, { input: own, assumed: [] }, joint, `${subject.id} needs its ${field.from.pointer.slice(1)}`)
    const made = this.made.findLast(({ subject: { id } }) => id === source.id)
    const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !(name in own)))
    return { ...rest, [field.name]: { $from: { step: made?.id, pointer: field.from.pointer } } }
  }

  private prepare(subject: Subject, input: Record<string, unknown>, joint: Joint): void {
    for (const { name, prepared } of subject.fields) {
      const preparing = prepared === undefined ? undefined : this.vocabulary.byId.get(prepared)
      const directory = input[name]
      if (!preparing || typeof directory !== 'string') continue
      const fresh = [...this.earlier, ...this.made].some(({ subject: { fields }, input: earlier }) =>
        fields.some(
          ({ roots, name: field, default: usual }) =>
            roots && directory.startsWith(`${valueText(earlier[field] ?? usual)}/`),
        ),
      )
      const done = this.made.some(
        ({ subject: { id }, input: earlier }) => id === preparing.id && earlier[name] === directory,
      )
      if (fresh && !done)
        this.add(
          preparing,
          { input: { [name]: directory }, assumed: [] },
          joint,
          `what was only just made has to be prepared`,
        )
    }
  }

  /** What steps before wrote belongs to what follows, and is collected first: `write a.md and commit it`. */
  private withCollected(subject: Subject, input: Record<string, unknown>, joint: Joint): Record<string, unknown> {
    const field = subject.fields.find(({ kind, prepared }) => kind === 'switch' && prepared !== undefined)
    const collecting = field?.prepared && this.vocabulary.byId.get(field.prepared)
    const paths = [...new Set(this.made.flatMap(writtenBy))]
    if (!field || !collecting || paths.length === 0 || this.made.some(({ subject: { id } }) => id === collecting.id))
      return input
    const list = collecting.fields.find(({ many }) => many)
    const all = input[field.name] === true && collecting.fields.some(({ name }) => name === field.name)
    const what = all || !list ? { [field.name]: true } : { [list.name]: paths }
    this.add(collecting, { input: what, assumed: [] }, joint, 'what was only just made is part of it')
    return Object.fromEntries(Object.entries(input).filter(([name]) => name !== field.name))
  }
}
