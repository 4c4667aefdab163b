import { member } from '@nimbus/kernel/define'
import { environmentKind } from '../project/environment-names.ts'
import { type Detector, type Evidence, nameOf } from '../project/facts.ts'
import { parsed } from './dependencies.ts'

/** In these every directory is an environment, whatever its name; and what must lie in it for that. */
const ownFolder = /^((?:.+\/)?(?:envs|environments)\/([\w-]+))\/(?:.+\/)?[^/]+\.(tf|tofu|tfvars|hcl|ya?ml|json)$/
/** In these only one with the name of an environment is. */
const namedFolder =
  /^((?:.+\/)?(?:env|stages|live|deploy|deployment|clusters|infra|infrastructure|terraform)\/([\w-]+))\//

/** Profiles of Spring Boot that have a file of their own. */
const springProfile = /(^|\/)application-([\w-]+)\.(ya?ml|properties)$/

const inFolders = (paths: readonly string[]): Evidence[] => {
  const found = new Map<string, Evidence>()
  for (const path of paths) {
    const [, directory, name] = ownFolder.exec(path) ?? namedFolder.exec(path) ?? []
    if (directory === undefined || name === undefined || found.has(directory)) continue
    if (!ownFolder.test(path) && !environmentKind(name)) continue
    found.set(directory, { of: 'environment', value: name, at: directory, directory })
  }
  return [...found.values()]
}

/** Environments by folders and files that are named for one, and those of a stack that Nimbus generated. */
export const environments: Detector = {
  section: 'environments',
  about: 'Where it runs. A plan for an environment uses what is said here.',
  of: 'project',
  find({ tree }) {
    const profiles = tree.matching(springProfile).flatMap((at): Evidence[] => {
      const name = springProfile.exec(at)?.[2]
      return name !== undefined && environmentKind(name) ? [{ of: 'environment', value: name, at }] : []
    })
    const generated = tree.files.filter((path) => nameOf(path) === '.nimbus-generated.json')
    const rooms = generated.flatMap((at): Evidence[] => {
      const found = member(parsed(tree.text(at) ?? '', JSON.parse), 'rooms')
      const names = found !== null && typeof found === 'object' ? Object.keys(found) : []
      return names.map((value) => ({ of: 'environment', value, at }))
    })
    return { evidence: [...inFolders(tree.files), ...profiles, ...rooms] }
  },
}
