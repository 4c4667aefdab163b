import type { CatalogEntry } from '@nimbus/kernel'

/** What scoring needs to know of an operation. */
export interface KnownOperation {
  effect: CatalogEntry['effect']
  /** Values of arguments that are not given. */
  defaults: Readonly<Record<string, unknown>>
  /** Arguments that are paths: `./infra/` is `infra`. */
  paths: ReadonlySet<string>
}

/** Finds an operation by its id. */
export type FindOperation = (id: string) => KnownOperation | undefined

type Property = { default?: unknown; items?: unknown }

const isPath = (schema: unknown): boolean =>
  typeof schema === 'object' &&
  schema !== null &&
  ('x-nimbus-path' in schema || ('items' in schema && isPath(schema.items)))

/** Takes what scoring needs from an entry of the catalog. */
export const knownOperation = ({ effect, input }: CatalogEntry): KnownOperation => {
  const properties = Object.entries((input.properties ?? {}) as Record<string, Property>)
  return {
    effect,
    defaults: Object.fromEntries(
      properties.flatMap(([name, property]) => (property.default === undefined ? [] : [[name, property.default]])),
    ),
    paths: new Set(properties.filter(([, property]) => isPath(property)).map(([name]) => name)),
  }
}
