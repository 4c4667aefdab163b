import type { CatalogEntry, JsonSchema } from '@nimbus/kernel'

/** What a flag takes. */
export type FlagKind = 'boolean' | 'string' | 'number' | 'list' | 'record' | 'json'

/** A flag of a command, derived from a property of the input schema. */
export interface Flag {
  /** The input field. */
  field: string
  /** As typed, without dashes: kebab case. */
  name: string
  kind: FlagKind
  schema: JsonSchema
  /** Whether one value may hold several, separated by commas: when the items cannot contain one. */
  commas: boolean
  required: boolean
}

const unwrapped = (schema: JsonSchema): JsonSchema => {
  const variants = (schema.anyOf ?? schema.oneOf ?? []).filter(({ type }) => type !== 'null')
  const [only] = variants
  return variants.length === 1 && only
    ? { ...only, ...(schema.description ? { description: schema.description } : {}) }
    : schema
}

const kindOf = (schema: JsonSchema): FlagKind => {
  if (schema.type === 'boolean') return 'boolean'
  if (schema.type === 'number' || schema.type === 'integer') return 'number'
  if (schema.type === 'array') return ['object', 'array'].includes(String(schema.items?.type)) ? 'json' : 'list'
  if (schema.type === 'object' && schema.additionalProperties && !schema.properties) return 'record'
  // A field that takes text among other things takes the words as they are typed.
  if ([schema.type].flat().includes('string') || schema.enum) return 'string'
  return 'json'
}

/** `fieldName` and `field_name` as `field-name`. */
export const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()

/** The flags of an operation; positional fields are flags as well. */
export const flagsOf = (entry: CatalogEntry): Flag[] => {
  const required = new Set(entry.input.required ?? [])
  return Object.entries(entry.input.properties ?? {}).map(([field, property]) => {
    const schema = unwrapped(property)
    return {
      field,
      name: kebab(field),
      kind: kindOf(schema),
      schema,
      commas: schema.type === 'array' && (schema.items?.enum !== undefined || schema.items?.pattern !== undefined),
      required: required.has(field),
    }
  })
}

/** A flag that every command has. */
export interface GlobalFlag {
  name: string
  takes?: string
  summary: string
}

/** Flags that every command has; no operation may have a field of the same name. */
export const globalFlags: readonly GlobalFlag[] = [
  { name: 'json', summary: 'print the result as one JSON envelope' },
  { name: 'quiet', summary: 'print only the result' },
  { name: 'yes', summary: 'approve what would be asked, except deletions' },
  { name: 'confirm', takes: 'name', summary: 'approve the deletion of this resource; repeatable' },
  { name: 'dry-run', summary: 'show what would happen and what policy says, without doing it' },
  { name: 'show-commands', summary: 'print the command line of every program that is run' },
  { name: 'input', takes: 'json', summary: 'the whole input as JSON, @file or -; flags win over it' },
  { name: 'directory', takes: 'path', summary: 'the workspace root' },
  { name: 'help', summary: 'this help' },
]
