import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unifiedDiff } from '@nimbus/diff'
import type { Context } from '@nimbus/kernel/define'
import { openRoot } from './root.ts'
import { runTerraform } from './run-terraform.ts'

/** A file that `terraform fmt` would write differently. */
export interface Reformatted {
  /** Relative to the directory that was formatted. */
  file: string
  /** A unified diff. */
  diff: string
}

/**
 * The files under a directory that are laid out differently than `terraform fmt` would, with the difference.
 *
 * Terraform's own `-diff` needs a `diff` program, which small images do not have: each file goes through its standard
 * input instead.
 */
export const reformatted = async (
  ctx: Pick<Context, 'env' | 'exec' | 'workspace' | 'cache' | 'direct'>,
  directory: string,
): Promise<Reformatted[]> => {
  const root = openRoot({ directory }, ctx)
  const { stdout } = await runTerraform(ctx, root, ['fmt', '-recursive', '-list=true', '-write=false', '-no-color'])
  const found: Reformatted[] = []
  for (const file of stdout.split('\n').filter((line) => line !== '')) {
    const before = await readFile(join(directory, file), 'utf8')
    const after = await runTerraform(ctx, root, ['fmt', '-no-color', '-'], { stdin: before })
    found.push({ file, diff: unifiedDiff(before, after.stdout, { from: `a/${file}`, to: `b/${file}` }) })
  }
  return found
}
