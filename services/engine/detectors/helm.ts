import { member } from '@nimbus/kernel/define'
import { environmentKind } from '../project/environment-names.ts'
import {
  type Detector,
  directoryOf,
  type Evidence,
  nameOf,
  type Plain,
  type PlainMap,
  sorted,
} from '../project/facts.ts'
import { parsed } from './dependencies.ts'

const valuesFile = /(^|\/)values[-_.]([\w-]+)\.ya?ml$/

const textAt = (value: unknown, key: string): string | undefined => {
  const found = member(value, key)
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** Helm charts by their directory, and files of values that are named for an environment. */
export const helm: Detector = {
  section: 'helm',
  about: 'Charts, by directory.',
  of: 'project',
  find({ tree }) {
    const charts: [string, Plain][] = []
    for (const path of tree.matching(/(^|\/)Chart\.ya?ml$/)) {
      const value = parsed(tree.text(path) ?? '', Bun.YAML.parse)
      const directory = directoryOf(path)
      const [name, version] = [textAt(value, 'name') ?? nameOf(directory), textAt(value, 'version')]
      const library = textAt(value, 'type') === 'library'
      const facts: PlainMap = { name, ...(version ? { version } : {}), ...(library ? { type: 'library' } : {}) }
      charts.push([directory, facts])
    }
    const evidence = tree.matching(valuesFile).flatMap((at): Evidence[] => {
      const name = valuesFile.exec(at)?.[2]
      return name !== undefined && environmentKind(name) ? [{ of: 'environment', value: name, at }] : []
    })
    return { ...(charts.length > 0 ? { facts: sorted(charts) } : {}), evidence }
  },
}
