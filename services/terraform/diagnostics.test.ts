import { expect, test } from 'bun:test'
import { parseErrorText, parseWarningText, warningLine } from './diagnostics.ts'

const printed = `Initializing the backend...

Warning: Version constraints inside provider configuration blocks are deprecated

  on main.tf line 6, in provider "null":
   6: provider "null" { version = "1" }

Terraform 0.13 and earlier allowed provider version constraints inside the
provider configuration block.

To silence this warning, move it.

Warning: Missing backend configuration

-backend-config was used without a "backend" block in the configuration.

Error: Invalid quoted type constraints

  on main.tf line 7, in variable "x":

╷
│ Warning: Deprecated Parameter
│
│   on envs/dev/main.tf line 2, in terraform:
│    2:   backend "s3" {
│
│ The parameter "dynamodb_table" is deprecated. Use
│ parameter "use_lockfile" instead.
╵
`

test('the warnings of an init are one line each: what, the beginning of why, and where', () => {
  expect(parseWarningText(printed).map(warningLine)).toEqual([
    'Version constraints inside provider configuration blocks are deprecated: Terraform 0.13 and earlier allowed provider version constraints inside the provider configuration block.  main.tf:6',
    'Missing backend configuration: -backend-config was used without a "backend" block in the configuration.',
    'Deprecated Parameter: The parameter "dynamodb_table" is deprecated. Use parameter "use_lockfile" instead.  envs/dev/main.tf:2',
  ])
})

test('an error ends where a warning begins', () => {
  expect(parseErrorText(printed)).toEqual([
    {
      severity: 'error',
      summary: 'Invalid quoted type constraints',
      detail: 'on main.tf line 7, in variable "x":',
      file: 'main.tf',
      line: 7,
    },
  ])
})
