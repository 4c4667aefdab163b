import { rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Context, Directory, failed, invalid, operation, z } from '@nimbus/kernel/define'
import { isAbsent, stampOf, textAt } from '../terraform/output/compare.ts'
import { digest, stampName } from '../terraform/output/stamp.ts'
import { writeAll } from '../terraform/output/write.ts'
import { resourceOf } from '../terraform/request.ts'

/** A path below the output folder; nothing above it can be named. */
const Inside = z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$)).+$/, 'takes a path below the folder')

const Input = z.object({
  run: z.string().describe('The run to take back'),
  directory: Directory.describe('The folder it wrote into'),
  remove: z.array(Inside).describe('Files it created'),
  restore: z.array(Inside).describe('Files it changed'),
})

/** Refuses when a file is no longer as the run left it: taking back would then lose somebody's work. */
async function untouched({ directory, remove, restore }: z.output<typeof Input>) {
  const stamp = await stampOf(directory)
  for (const path of [...remove, ...restore]) {
    const text = await textAt(join(directory, path))
    if (path === stampName || text === undefined || stamp?.files[path] === digest(text)) continue
    throw invalid('changed-since', `${path} has been changed since it was generated`, {
      at: join(directory, path),
      why: 'taking the run back would lose those changes',
      next: 'move the file away, then undo again',
    })
  }
}

async function imageOf(ctx: Pick<Context, 'kept'>, run: string, path: string) {
  const bytes = await ctx.kept(run, path)
  if (bytes) return new TextDecoder().decode(bytes)
  throw failed('no-image', `${path} cannot be restored`, {
    at: path,
    why: `run ${run} kept no earlier text of it`,
    next: 'take it from version control, or generate again from the spec that was',
  })
}

/** Removes what a generation created and gives back, byte for byte, what it changed. */
export default operation({
  id: 'generator.terraform-undo',
  summary: 'Take a generation of Terraform back',
  effect: 'delete',
  idempotent: true,
  input: Input,
  output: z.object({ removed: z.array(z.string()), restored: z.array(z.string()) }),
  examples: [
    {
      title: 'Take back what a run created',
      input: { run: 'r_abcd', directory: 'demo', remove: ['README.md'], restore: [] },
    },
  ],
  target: ({ directory }) => ({ resources: [`workspace:${directory}`] }),

  async preview(input, ctx) {
    await untouched(input)
    const { directory, remove, restore } = input
    return {
      changes: [
        ...(remove.length > 0
          ? [
              {
                resource: resourceOf(directory, ctx.workspace),
                effect: 'delete' as const,
                summary: `${remove.length} generated files, and folders that are empty then`,
              },
            ]
          : []),
        ...restore.map((path) => ({
          resource: resourceOf(join(directory, path), ctx.workspace),
          effect: 'update' as const,
          summary: 'back to its text before the run',
        })),
      ],
    }
  },

  async run(input, ctx) {
    await untouched(input)
    const { run, directory, remove, restore } = input
    const files = await Promise.all(
      restore.map(async (path) => {
        const before = await textAt(join(directory, path))
        return { path, text: await imageOf(ctx, run, path), ...(before !== undefined && { before }) }
      }),
    )
    await writeAll(directory, files)
    for (const path of remove) await rm(join(directory, path), { force: true })
    await removeEmpty(directory, remove)
    return { removed: remove, restored: restore }
  },

  async verify({ directory, remove }) {
    const left: string[] = []
    for (const path of remove) if ((await textAt(join(directory, path))) !== undefined) left.push(path)
    return left.length === 0
      ? [{ status: 'pass', code: 'removed', message: 'none of the created files is left' }]
      : left.map((path) => ({ status: 'fail', code: 'removed', message: `${path} is still there`, at: path }))
  },

  undo: { irreversible: 'generate again from the spec instead' },
})

/** Removes folders that hold nothing any more, deepest first, the output folder last. */
async function removeEmpty(directory: string, files: readonly string[]) {
  const folders = new Set<string>()
  for (const file of files) {
    for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) folders.add(folder)
  }
  const deepest = [...folders].sort((a, b) => b.split('/').length - a.split('/').length)
  for (const folder of [...deepest, '.']) {
    await rmdir(join(directory, folder)).catch((cause: unknown) => {
      const keeps = cause instanceof Error && 'code' in cause && (cause.code === 'ENOTEMPTY' || cause.code === 'EEXIST')
      if (!keeps && !isAbsent(cause)) throw cause
    })
  }
}
