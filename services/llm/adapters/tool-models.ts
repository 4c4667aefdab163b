import type { Tool } from '../config/settings.ts'

/** What stands for any ending in the name of a family of models, such as `claude-*`. */
const anything = '*'

/**
 * What a tool calls a model: what its definition maps the name to, the name itself where it takes any, undefined where
 * it takes others. A name that ends with `*` stands for a family, whose members keep their names.
 */
export const toolModelName = ({ models }: Pick<Tool, 'models'>, name: string): string | undefined => {
  const listed = Object.keys(models)
  if (listed.length === 0) return name
  if (Object.hasOwn(models, name)) return models[name]
  const inFamily = listed.some((each) => each.endsWith(anything) && name.startsWith(each.slice(0, -anything.length)))
  return inFamily ? name : undefined
}
