import type { Stack } from '../stack/stack.ts'
import { emitEnvironment } from './environment.ts'
import type { EmittedFile } from './file.ts'
import { emitModule } from './module.ts'
import { emitReadme } from './readme.ts'

/** Gives every file of a stack, sorted by path: the same stack gives the same bytes. */
export function emit(stack: Stack): readonly EmittedFile[] {
  const below = (folder: string, files: readonly EmittedFile[]) =>
    files.map(({ path, text }) => ({ path: `${folder}/${path}`, text }))
  const files = [
    { path: 'README.md', text: emitReadme(stack) },
    ...below(`modules/${stack.name}`, emitModule(stack.components)),
    ...stack.environments.flatMap((environment) =>
      below(`envs/${environment.name}`, emitEnvironment(stack, environment)),
    ),
  ]
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}
