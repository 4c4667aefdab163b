import { modelTable, type TableModel } from './model-table.ts'

/** Endings that name a release of a model: `-20250514`, `-2024-08-06`, `@20250514`, `-latest`, `-001`. */
const release = /(?:[-@]\d{8}|-\d{4}-\d{2}-\d{2}|-latest|-00\d)$/

/** What stands before the id of a model in some places: `models/`, or the name of its vendor. */
const prefix = /^(?:models\/|anthropic\/|openai\/|google\/|mistralai?\/|deepseek\/|x-?ai\/)/

const newestOf = (models: Readonly<Record<string, TableModel>>, base: string): string | undefined =>
  Object.keys(models)
    .filter((id) => id.startsWith(base) && id.replace(release, '') === base)
    .sort()
    .at(-1)

/**
 * The id under which the table of a provider has a model: the same, or the one that its release belongs to.
 * `claude-sonnet-4-5-20991231` and `anthropic/claude-sonnet-4-5` are `claude-sonnet-4-5`.
 */
const tableId = (models: Readonly<Record<string, TableModel>>, id: string): string | undefined => {
  const bare = id.replace(prefix, '')
  const base = bare.replace(release, '')
  const exact = [id, bare, base, `${base}-0`, `${base}-latest`].find((each) => Object.hasOwn(models, each))
  return exact ?? newestOf(models, base)
}

/** What the table knows of a model of a provider. */
export const tableModel = (provider: string, id: string): TableModel | undefined => {
  const models = Object.hasOwn(modelTable, provider) ? modelTable[provider] : undefined
  const found = models && tableId(models, id)
  return found === undefined ? undefined : models?.[found]
}
