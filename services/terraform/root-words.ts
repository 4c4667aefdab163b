import type { FieldWords } from '@nimbus/kernel/define'

/** How requests speak of what every command on a root takes. */
export const rootWords = {
  directory: { kind: 'root' },
  workspace: {
    words: [
      'workspace called {}',
      'workspace named {}',
      'workspace is {}',
      'in the {} workspace',
      'on the {} workspace',
      'of the {} workspace',
      'from the {} workspace',
      'using the {} workspace',
      'with the {} workspace',
      'workspace {}',
    ],
  },
  backendConfig: {
    kind: 'assignment',
    words: [
      'backend config {}',
      'backend {}',
      'backend configuration {}',
      'backend setting {}',
      '{} for the backend',
      'backend with {}',
      'backend settings {}',
      'backend set to {}',
      'state backend {}',
      'backend takes {}',
    ],
  },
} as const satisfies Record<string, FieldWords>

/** How requests set a variable. */
export const variableWords = {
  kind: 'assignment',
  words: ['var {}', 'variable {}', 'with {}', 'set {}', 'where {}', 'vars {}', 'variables {}'],
} as const satisfies FieldWords
