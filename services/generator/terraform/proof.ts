import { type Context, NimbusError, z } from '@nimbus/kernel/define'

/** What one check of the written files said. `unknown` is never counted as passed. */
export const Proof = z.object({
  status: z.enum(['pass', 'fail', 'unknown']),
  detail: z.string(),
})

/** What one check of the written files said. */
export type Proof = z.output<typeof Proof>

type Caller = Pick<Context, 'call' | 'serves'>

const Formatted = z.object({ files: z.array(z.object({ file: z.string() })) })
const Validated = z.object({
  valid: z.boolean(),
  diagnostics: z.array(z.object({ severity: z.string(), summary: z.string(), file: z.string().optional() })),
  providers: z.record(z.string(), z.string()).default({}),
})

/** Asks terraform whether the files are laid out as it would lay them out. */
export async function formatProof(ctx: Caller, directory: string): Promise<Proof> {
  return prove(ctx, 'terraform.fmt', { directory, check: true }, Formatted, ({ files }) =>
    files.length === 0
      ? { status: 'pass', detail: 'fmt' }
      : { status: 'fail', detail: `fmt would change ${files.map(({ file }) => file).join(', ')}` },
  )
}

/** Asks terraform whether one root is valid with its real provider. */
export async function validateProof(ctx: Caller, directory: string): Promise<Proof> {
  return prove(ctx, 'terraform.validate', { directory }, Validated, ({ valid, diagnostics, providers }) => {
    if (valid) {
      const asked = Object.entries(providers).map(([name, version]) => `${name} ${version}`)
      return {
        status: 'pass',
        detail: `validate (${[asked.join(', '), 'your tree is clean'].filter(Boolean).join('; ')})`,
      }
    }
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    return { status: 'fail', detail: errors.map(({ summary, file }) => `${file ?? directory}: ${summary}`).join('; ') }
  })
}

const Checked = z.object({ rules: z.number(), failed: z.number(), unknown: z.number() })

/** Asks the rules about the written files. */
export async function checkProof(ctx: Caller, directory: string): Promise<Proof> {
  return prove(ctx, 'generator.check', { path: directory }, Checked, ({ rules, failed, unknown }) => {
    const detail = `check: ${rules} rules, ${failed} ${failed === 1 ? 'finding' : 'findings'}, ${unknown} unknown`
    return { status: failed === 0 ? 'pass' : 'fail', detail }
  })
}

/** Joins what was said of several roots: one failure fails, one unknown leaves it unknown. */
export function together(proofs: readonly Proof[]): Proof {
  const worst = proofs.find(({ status }) => status === 'fail') ?? proofs.find(({ status }) => status === 'unknown')
  return worst ?? proofs[0] ?? { status: 'unknown', detail: 'there was nothing to look at' }
}

/** Calls an operation that may not be served, or may lack its program; either way the answer is unknown and said. */
export async function prove<Answer>(
  ctx: Caller,
  operation: string,
  input: unknown,
  answer: z.ZodType<Answer>,
  judge: (answer: Answer) => Proof,
): Promise<Proof> {
  if (!ctx.serves(operation)) return { status: 'unknown', detail: `not verified: ${operation} is not served here` }
  try {
    // Services know each other by id only; the answer is checked against what is read of it.
    const call = ctx.call as (operation: string, input: unknown) => Promise<unknown>
    return judge(answer.parse(await call(operation, input)))
  } catch (cause) {
    if (!(cause instanceof NimbusError) || cause.data.code === 'cancelled') throw cause
    // The files are written; that they could not be looked at is part of the answer and not its failure.
    const absent = cause.data.code === 'program-missing'
    return { status: 'unknown', detail: `not verified: ${absent ? 'terraform not found' : cause.data.message}` }
  }
}
