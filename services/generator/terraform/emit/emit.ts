import type { Stack } from '../stack/stack.ts'
import { emitEnvironment } from './environment.ts'
import type { EmittedFile } from './file.ts'
import { emitModule } from './module.ts'
import { emitReadme } from './readme.ts'

/** States and plans hold secrets in plain text, and the rest is fetched again by anyone; the lock file is to be committed. */
const ignored = `# What Terraform keeps beside a root. States and plans hold secrets; .terraform.lock.hcl is to be committed.
.terraform/
*.tfstate
*.tfstate.*
tfplan
*.tfplan
crash.log
`

/** Gives every file of a stack, sorted by path: the same stack gives the same bytes. */
export function emit(stack: Stack): readonly EmittedFile[] {
  const below = (folder: string, files: readonly EmittedFile[]) =>
    files.map(({ path, text }) => ({ path: `${folder}/${path}`, text }))
  const files = [
    { path: 'README.md', text: emitReadme(stack) },
    { path: 'envs/.gitignore', text: ignored },
    ...below(`modules/${stack.name}`, emitModule(stack.components)),
    ...stack.environments.flatMap((environment) =>
      below(`envs/${environment.name}`, emitEnvironment(stack, environment)),
    ),
  ]
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}
