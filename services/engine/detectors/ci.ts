import { environmentKind } from '../project/environment-names.ts'
import { type Detector, type Evidence, type Plain, sorted } from '../project/facts.ts'

/** Systems by where their configuration lies (each one's documentation, "configuration file"). */
const systems: readonly (readonly [string, RegExp])[] = [
  ['github-actions', /^\.github\/workflows\/[^/]+\.ya?ml$/],
  ['gitlab-ci', /^\.gitlab-ci\.ya?ml$/],
  ['jenkins', /(^|\/)Jenkinsfile(\.[\w-]+)?$/],
  ['circleci', /^\.circleci\/config\.ya?ml$/],
  ['azure-pipelines', /(^|\/)azure-pipelines(\.[\w-]+)?\.ya?ml$/],
  ['bitbucket-pipelines', /^bitbucket-pipelines\.ya?ml$/],
  ['buildkite', /^\.buildkite\/[^/]+\.ya?ml$/],
  ['travis', /^\.travis\.ya?ml$/],
  ['drone', /^\.drone\.ya?ml$/],
  ['woodpecker', /^\.woodpecker(\.ya?ml|\/[^/]+\.ya?ml)$/],
  ['tekton', /^\.tekton\/[^/]+\.ya?ml$/],
  ['google-cloud-build', /(^|\/)cloudbuild\.ya?ml$/],
  ['aws-codebuild', /(^|\/)buildspec\.ya?ml$/],
  ['argo-workflows', /(^|\/)argo-workflows?\/[^/]+\.ya?ml$/],
]

/** `environment: production`, and the form with `name:` below, as GitHub and GitLab write it. */
const deploysTo = /^\s*environment:\s*(?:\n\s+name:\s*)?["']?([A-Za-z][\w-]*)["']?\s*(?:#.*)?$/gm

const environmentsIn = (text: string, at: string): Evidence[] =>
  [...text.matchAll(deploysTo)].flatMap((match) => {
    const [, name = ''] = match
    const line = text.slice(0, match.index).split('\n').length
    return environmentKind(name) ? [{ of: 'environment' as const, value: name, at: `${at}:${line}` }] : []
  })

/** What builds and ships the project, and the environments that it ships to by name. */
export const ci: Detector = {
  section: 'ci',
  about: 'What builds and ships it.',
  of: 'project',
  find({ tree }) {
    const found: [string, Plain][] = []
    const evidence: Evidence[] = []
    for (const [name, pattern] of systems) {
      const files = [...tree.matching(pattern)].sort()
      if (files.length > 0) found.push([name, files])
      if (name === 'github-actions' || name === 'gitlab-ci')
        for (const file of files) evidence.push(...environmentsIn(tree.text(file) ?? '', file))
    }
    return found.length > 0 ? { facts: sorted(found), evidence } : {}
  },
}
