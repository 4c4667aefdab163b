import { delimiter, join } from 'node:path'
import { member } from '@nimbus/kernel/define'
import { type Detector, type Plain, sorted } from '../project/facts.ts'
import { settingsText } from './clouds.ts'
import { parsed } from './dependencies.ts'

/** The contexts of a kubeconfig: its name, cluster and namespace. Users, tokens and certificates are not looked at. */
const contextsIn = (text: string): [string, Plain][] => {
  const contexts = member(parsed(text, Bun.YAML.parse), 'contexts')
  if (!Array.isArray(contexts)) return []
  return contexts.flatMap((each: unknown): [string, Plain][] => {
    const name = member(each, 'name')
    if (typeof name !== 'string') return []
    const pairs = ['cluster', 'namespace'].flatMap((key): [string, string][] => {
      const value = member(each, 'context', key)
      return typeof value === 'string' && value !== '' ? [[key, value]] : []
    })
    return [[name, Object.fromEntries(pairs)]]
  })
}

/** Contexts of kubectl on the machine of whoever runs this; of two with one name the first counts, as for kubectl. */
export const clusters: Detector = {
  section: 'clusters',
  about: 'Contexts of kubectl on the machine of whoever ran this. Take out what others should not see.',
  of: 'machine',
  find({ ctx: { env } }) {
    const home = env.HOME ?? env.USERPROFILE
    const files = env.KUBECONFIG ? env.KUBECONFIG.split(delimiter) : home ? [join(home, '.kube/config')] : []
    const found = files.filter((file) => file !== '').flatMap((file) => contextsIn(settingsText(file) ?? ''))
    return found.length > 0 ? { facts: sorted(new Map(found.toReversed())) } : {}
  },
}
