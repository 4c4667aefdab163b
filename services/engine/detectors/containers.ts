import { environmentKind } from '../project/environment-names.ts'
import { type Detector, filled } from '../project/facts.ts'

const dockerfile = /(^|\/)((Dockerfile|Containerfile)(\.[\w.-]+)?|[\w.-]+\.(Dockerfile|dockerfile))$/
const compose = /(^|\/)(docker-)?compose(\.([\w-]+))?\.ya?ml$/

/** Dockerfiles and Compose files. A Compose file for a known environment is evidence of it. */
export const containers: Detector = {
  section: 'containers',
  about: 'How images are built and run on one machine.',
  of: 'project',
  find({ tree }) {
    const dockerfiles = tree.matching(dockerfile).filter((path) => !path.endsWith('.dockerignore'))
    const composeFiles = tree.matching(compose)
    const facts = filled({
      ...(dockerfiles.length > 0 ? { dockerfiles: [...dockerfiles].sort() } : {}),
      ...(composeFiles.length > 0 ? { compose: [...composeFiles].sort() } : {}),
    })
    const evidence = composeFiles.flatMap((at) => {
      const name = compose.exec(at)?.[4]
      return name !== undefined && environmentKind(name) ? [{ of: 'environment' as const, value: name, at }] : []
    })
    return facts ? { facts, evidence } : {}
  },
}
