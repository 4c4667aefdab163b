import type { ShellLine } from '@nimbus/kernel/define'

/** Flags of whatever plans a root. */
export const rootFlags = {
  '-chdir': 'directory',
  '-no-color -input=false -compact-warnings': null,
  '-var': 'var',
  '-var-file': 'varFile',
  '-target': 'target',
} as const

/** Command lines of other tools that a plan answers, and those whose apply needs one. */
export const planLines: readonly ShellLine[] = [
  {
    line: 'terraform plan {directory?}',
    flags: {
      ...rootFlags,
      '-out': 'out',
      '-replace': 'replace',
      '-destroy': 'destroy',
      '-refresh-only': 'drift',
    },
  },
  { line: 'make plan', flags: { 'ENV ENVIRONMENT STAGE DIR ROOT': 'directory' } },
  {
    line: 'terraform apply {directory?}',
    flags: {
      ...rootFlags,
      '-replace': 'replace',
    },
    next: { 'terraform.apply': {} },
  },
  {
    line: 'make apply',
    flags: { 'ENV ENVIRONMENT STAGE DIR ROOT': 'directory' },
    next: { 'terraform.apply': {} },
  },
]
