import type { Directory } from './directory.ts'

/** What parts of a name mean, by how variables for them are called. */
const meanings: Readonly<Record<string, string>> = {
  name: 'name',
  project: 'name',
  project_name: 'name',
  app: 'name',
  app_name: 'name',
  application: 'name',
  service: 'name',
  stack: 'name',
  env: 'environment',
  environment: 'environment',
  environment_name: 'environment',
  stage: 'environment',
  region: 'region',
  aws_region: 'region',
  location: 'region',
  org: 'organisation',
  organization: 'organisation',
  company: 'organisation',
}

// Longer texts are no names.
const named =
  /^[ \t]*(?:name|bucket|identifier|cluster_name|cluster_identifier|function_name|family|Name)[ \t]*=[ \t]*"([^"\n]{1,500})"/gm
const localText = /^[ \t]*([\w-]+)[ \t]*=[ \t]*"([^"\n]{1,500})"/gm

const isTemplate = (text: string): boolean => text.includes('${')

const meaningOf = (reference: string): string | undefined => {
  const name = /^\s*(?:var|local|terraform)\.(\w+)\s*$/.exec(reference)?.[1]
  if (name === 'workspace') return 'environment'
  return name !== undefined && Object.hasOwn(meanings, name) ? meanings[name] : undefined
}

/** A template with the parts that mean something as `{part}`, and everything from the first other one as `{part}`. */
const patternOf = (template: string): string | undefined => {
  let pattern = ''
  for (const piece of template.split(/(\$\{[^{}]*\})/)) {
    const reference = /^\$\{([^}]*)\}$/.exec(piece)?.[1]
    const meaning = reference === undefined ? undefined : meaningOf(reference)
    // Text between known parts separates them; the rest is what the single thing is called.
    if (reference === undefined && /^[-_./]?$/.test(piece)) pattern += piece
    else if (meaning !== undefined) pattern += `{${meaning}}`
    else if (reference === undefined && pattern === '') return undefined
    else {
      const separator = /^[-_./]/.exec(piece)?.[0] ?? ''
      return /\{(name|environment)\}/.test(pattern) ? `${pattern}${separator}{part}` : undefined
    }
  }
  return /\{(name|environment)\}/.test(pattern) ? pattern : undefined
}

/**
 * How the names of resources of a directory are put together, such as `{name}-{environment}-{part}`, once for each
 * name that is written so. Names that are spelled out say nothing of how they came about.
 */
export const namingPatterns = ({ texts }: Directory): string[] => {
  const whole = texts.join('\n')
  const written = whole.matchAll(localText).map(([, name = '', text = '']) => [name, text] as const)
  const locals = new Map(written.filter(([, text]) => isTemplate(text)))
  return [...whole.matchAll(named)].flatMap(([, template = '']) => {
    if (!isTemplate(template)) return []
    const expanded = template.replace(
      /\$\{\s*local\.(\w+)\s*\}/g,
      (reference, name: string) => locals.get(name) ?? reference,
    )
    return patternOf(expanded) ?? []
  })
}
