import { invalid } from '@nimbus/kernel/define'
import { explain } from '../../config/explain.ts'
import type { PathProblem } from '../../config/problem.ts'
import { toolOf } from '../../config/resolve-tools.ts'
import { ToolFile } from '../../config/tool-schema.ts'
import { definitionProblems } from '../definition-problems.ts'
import { shippedTools } from '../shipped-tools.ts'

const refused = (name: string, problems: readonly Pick<PathProblem, 'message' | 'why' | 'next'>[]) => {
  const [first, ...more] = problems
  const also = more.map(({ message }) => message).join('; ')
  return invalid('invalid-definition', first?.message ?? 'The definition cannot be used', {
    at: `tools.${name}`,
    ...(also ? { why: `also: ${also}` } : first?.why ? { why: first.why } : {}),
    next: first?.next ?? 'mend the definition; docs/guides/agent-programs.md has every key',
  })
}

/** A text as the YAML of one definition. Raises `invalid-definition` (exit 2). */
export const definitionFrom = async (name: string, text: string): Promise<unknown> => {
  const { parse } = await import('yaml')
  try {
    return parse(text, { maxAliasCount: 0 }) as unknown
  } catch (thrown) {
    const why = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown)
    throw refused(name, [{ message: 'The definition is not YAML', why }])
  }
}

/**
 * A definition as a person would write it, checked: every key is known, and the tool could be asked with it, on top of
 * the shipped one of the same name. Raises `invalid-definition` (exit 2) with everything that is wrong.
 */
export const checkedDefinition = (name: string, written: unknown): ToolFile => {
  const parsed = ToolFile.safeParse(written)
  if (!parsed.success)
    throw refused(
      name,
      explain(
        parsed.error.issues.map((issue) => ({ ...issue, path: ['tools', name, ...issue.path] })),
        { tools: { [name]: written } },
      ),
    )
  const shipped = ToolFile.safeParse(shippedTools()[name] ?? {})
  const tool = toolOf(name, { ...(shipped.success ? shipped.data : {}), ...parsed.data })
  if ('problem' in tool) throw refused(name, [tool.problem])
  const problems = definitionProblems(tool)
  if (problems.length > 0)
    throw refused(
      name,
      problems.map(({ at, message }) => ({ message: `tools.${name}.${at}: ${message}` })),
    )
  return parsed.data
}
