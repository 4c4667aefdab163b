import { invalid } from '@nimbus/kernel'

/** The longest tool name that model providers and MCP clients take. */
export const longestName = 64

const plain = /^[a-z0-9-]$/

/**
 * The name of an operation for a model: `git.commit` is `git_commit`.
 *
 * Reversible with `operationId`: ids are of lower case, digits and hyphens, so the underscore is free for the dot and
 * anything else that a plugin's id may hold is written as `X<hex>X`. Raises `name-too-long` (exit 2) over 64.
 */
export const toolName = (id: string): string => {
  let name = ''
  for (const char of id) {
    if (plain.test(char)) name += char
    else name += char === '.' ? '_' : `X${char.codePointAt(0)?.toString(16)}X`
  }
  if (name.length <= longestName) return name
  throw invalid('name-too-long', `${id} is too long for the name of a tool`, {
    why: `${name.length} characters, and models take ${longestName}`,
    next: 'give the plugin or server a shorter name',
  })
}

/** The operation that a tool name stands for. */
export const operationId = (name: string): string =>
  name
    .replaceAll('_', '.')
    .replaceAll(/X([0-9a-f]{1,6})X/g, (text, hex: string) =>
      Number.parseInt(hex, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(hex, 16)) : text,
    )
