import { basename } from 'node:path'
import { member } from '@nimbus/kernel/define'
import { type Detector, type Evidence, nameOf } from '../project/facts.ts'
import { parsed } from './dependencies.ts'

/** Names that say what a thing is and not which one. */
const empty: ReadonlySet<string> = new Set([
  '',
  'root',
  'app',
  'main',
  'monorepo',
  'workspace',
  'project',
  'demo',
  'src',
])

const firstGroup = (text: string, pattern: RegExp): unknown => pattern.exec(text)?.[1]

/** A pom.xml without its first <parent>: the first name outside of that is the project's own. */
const withoutParent = (text: string): string => {
  const from = text.indexOf('<parent>')
  const to = text.indexOf('</parent>', from)
  return from < 0 || to < 0 ? text : text.slice(0, from) + text.slice(to)
}

/** The project's name in manifests at the top, the first that says one. A stack that was generated goes before them. */
const sources: readonly (readonly [string, (text: string) => unknown])[] = [
  ['.nimbus-generated.json', (text) => member(parsed(text, JSON.parse), 'name')],
  ['package.json', (text) => member(parsed(text, JSON.parse), 'name')],
  ['pyproject.toml', (text) => member(parsed(text, Bun.TOML.parse), 'project', 'name')],
  ['pyproject.toml', (text) => member(parsed(text, Bun.TOML.parse), 'tool', 'poetry', 'name')],
  ['Cargo.toml', (text) => member(parsed(text, Bun.TOML.parse), 'package', 'name')],
  ['go.mod', (text) => firstGroup(text, /^module\s+(\S+)/m)],
  ['settings.gradle', (text) => firstGroup(text, /rootProject\.name\s*=\s*["']([^"']+)/)],
  ['settings.gradle.kts', (text) => firstGroup(text, /rootProject\.name\s*=\s*["']([^"']+)/)],
  ['pom.xml', (text) => firstGroup(withoutParent(text), /<artifactId>\s*([\w.-]+)/)],
  ['composer.json', (text) => member(parsed(text, JSON.parse), 'name')],
]

/** A name as it may stand in names of resources: of `@acme/shop` and `github.com/acme/shop` the last part. */
const shortName = (written: unknown): string | undefined => {
  if (typeof written !== 'string') return undefined
  const name = written.split('/').at(-1) ?? ''
  const short = /^v\d+$/.test(name) ? (written.split('/').at(-2) ?? '') : name
  return empty.has(short.toLowerCase()) || !/^[\w.-]{1,100}$/.test(short) ? undefined : short
}

/** Names of the project: of its generated stack and of its manifests. */
export const names: Detector = {
  section: 'name',
  about: 'What it is called in names of resources.',
  of: 'project',
  find({ tree }) {
    const evidence: Evidence[] = []
    for (const [file, read] of sources) {
      const at = file.startsWith('.') ? tree.files.filter((path) => nameOf(path) === file) : [file]
      // Of several stacks none is the project.
      const [only] = at.length === 1 ? at : []
      const name = only && tree.has(only) ? shortName(read(tree.text(only) ?? '')) : undefined
      if (name && only) evidence.push({ of: 'name', value: name, at: only })
    }
    return { evidence }
  },
}

/** The name of the directory, for when nothing else says one. */
export const directoryName: Detector = {
  section: 'name',
  about: names.about,
  of: 'project',
  find({ ctx }) {
    const value = shortName(basename(ctx.workspace))
    return value ? { evidence: [{ of: 'name', value, at: 'the directory' }] } : {}
  },
}
