import type { FieldWords } from '@nimbus/kernel/define'

/** How requests speak of what every command on a root takes. */
export const rootWords = {
  directory: { kind: 'root' },
  workspace: { words: ['workspace {}'] },
  backendConfig: {
    kind: 'assignment',
    words: ['backend config {}', 'backend {}', 'backend configuration {}', 'backend setting {}'],
  },
} as const satisfies Record<string, FieldWords>

/** How requests set a variable. */
export const variableWords = {
  kind: 'assignment',
  words: ['var {}', 'variable {}', 'with {}', 'set {}', 'where {}', 'vars {}', 'variables {}'],
} as const satisfies FieldWords
