import { isAbsolute, relative } from 'node:path'
import { Directory, File, z } from '@nimbus/kernel/define'
import type { Request } from './generate.ts'
import { componentNames } from './spec/schema.ts'

/** What the operation takes: a spec file, flags that win over it, and where to write. */
export const Input = z.object({
  spec: File.optional().describe('Spec in YAML or JSON; without one, flags say everything'),
  out: Directory.default('infra').describe('Folder to write into'),
  name: z.string().optional().describe('Name of the stack'),
  region: z.string().optional().describe('AWS region, such as eu-central-1'),
  zones: z.number().int().min(1).optional().describe('Availability zones to use'),
  environments: z
    .array(z.string().regex(/^[^,]+$/))
    .optional()
    .describe('Names of environments'),
  with: z.array(z.enum(componentNames)).optional().describe('Components to add with their defaults'),
  cidr: z.string().optional().describe('Address range that environments share'),
  account: z.string().optional().describe('AWS account number; Terraform then refuses every other account'),
  conventions: File.optional().describe('Conventions file; default .nimbus/conventions.yaml when there is one'),
  edited: z
    .enum(['replace', 'keep'])
    .default('replace')
    .describe('Files you edited: replace them, which is asked about with a diff, or keep them as they are'),
})

/** The input as the pipeline parsed it. */
export type Input = z.output<typeof Input>

/** Turns the operation's input into what a generation needs. */
export function requestOf(input: Input, workspace: string, today: Date): Request {
  const { spec, out, conventions, edited: _, ...overrides } = input
  return { spec, out, conventions, overrides, workspace, today }
}

/** The URI of a path for policy: `workspace:` and its path inside, else `file:` and its absolute path. */
export function resourceOf(path: string, workspace: string) {
  const inner = relative(workspace, path)
  return inner.startsWith('..') || isAbsolute(inner) ? `file:${path}` : `workspace:${inner || '.'}`
}
