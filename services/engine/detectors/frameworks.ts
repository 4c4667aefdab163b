import { type Detector, type Plain, sorted } from '../project/facts.ts'
import { dependenciesIn, dependentOf, isManifest } from './dependencies.ts'
import { frameworkOf } from './framework-table.ts'

/** More manifests than this are the packages of a registry, not parts of a project. */
const mostManifests = 2000

/** Frameworks by the dependencies that manifests name, each with the directories that use it. */
export const frameworks: Detector = {
  section: 'frameworks',
  about: 'By what is depended on, with the directories that do.',
  of: 'project',
  async find({ tree }) {
    const users = new Map<string, Set<string>>()
    const manifests = tree.files.filter(isManifest).slice(0, mostManifests)
    for (const [index, path] of manifests.entries()) {
      if (!(await tree.goOn('manifests', index, manifests.length))) break
      const text = tree.text(path)
      const dependencies = text === undefined ? [] : dependenciesIn(path, text)
      if (!dependencies) tree.broken.push(path)
      for (const dependency of dependencies ?? []) {
        const framework = frameworkOf(dependency)
        if (framework) users.set(framework, (users.get(framework) ?? new Set()).add(dependentOf(path)))
      }
    }
    const found = [...users].map(([name, directories]): [string, Plain] => [name, [...directories].sort()])
    return found.length > 0 ? { facts: sorted(found) } : {}
  },
}
