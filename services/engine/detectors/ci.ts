import { environmentKind } from '../project/environment-names.ts'
import { type Detector, type Evidence, type Plain, sorted } from '../project/facts.ts'

/** Systems by where their configuration lies (each one's documentation, "configuration file"). */
const systems: readonly (readonly [string, RegExp])[] = [
  ['github-actions', /^\.github\/workflows\/[^/]+\.ya?ml$/],
  ['gitlab-ci', /^\.gitlab-ci\.ya?ml$/],
  ['jenkins', /(^|\/)Jenkinsfile(\.[\w-]+)?$/],
  ['circleci', /^\.circleci\/config\.ya?ml$/],
  ['azure-pipelines', /(^|\/)(azure-pipelines([.-][\w-]+)?|\.azure-?pipelines\/[\w.-]+)\.ya?ml$/],
  ['bitbucket-pipelines', /^bitbucket-pipelines\.ya?ml$/],
  ['buildkite', /^\.buildkite\/[^/]+\.ya?ml$/],
  ['travis', /^\.travis\.ya?ml$/],
  ['drone', /^\.drone\.ya?ml$/],
  ['woodpecker', /^\.woodpecker(\.ya?ml|\/[^/]+\.ya?ml)$/],
  ['tekton', /^\.tekton\/[^/]+\.ya?ml$/],
  ['google-cloud-build', /(^|\/)cloudbuild\.ya?ml$/],
  ['aws-codebuild', /(^|\/)buildspec\.ya?ml$/],
  ['argo-workflows', /(^|\/)(argo|argo-workflows?|workflows)\/[^/]+\.ya?ml$/],
  ['semaphore', /^\.semaphore\/[^/]+\.ya?ml$/],
  ['appveyor', /^\.?appveyor\.ya?ml$/],
  ['cirrus', /^\.cirrus\.(ya?ml|star)$/],
  ['codefresh', /^(\.codefresh\/[^/]+|codefresh)\.ya?ml$/],
  ['gitea-actions', /^\.gitea\/workflows\/[^/]+\.ya?ml$/],
  ['forgejo-actions', /^\.forgejo\/workflows\/[^/]+\.ya?ml$/],
  ['teamcity', /^\.teamcity\/settings\.kts$/],
  ['zuul', /^\.?zuul(\.ya?ml|\.d\/[^/]+\.ya?ml)$/],
  ['atlantis', /^atlantis\.ya?ml$/],
]

/** Where a folder says too little: what a file of it has to say. */
const contents: Readonly<Record<string, RegExp>> = {
  'argo-workflows': /^kind:\s*(Cron|Cluster)?Workflow(Template)?\s*$/m,
}

/** `environment: production`, as GitHub and GitLab write it, or the name in the line below. */
const deploysTo = /^\s*environment:\s*["']?([A-Za-z][\w-]*)["']?\s*(?:#.*)?$/
const deploysBelow = /^\s*environment:\s*$/
const nameBelow = /^\s+(?:name:\s*)?["']?([A-Za-z][\w-]*)["']?\s*(?:#.*)?$/

// Line by line: over a whole text, what takes blanks at the start of a line takes those of all empty lines after it.
const environmentsIn = (text: string, at: string): Evidence[] =>
  text
    .split(/\r?\n/)
    .map((line, i) => ({ line, number: i + 1 }))
    .filter(({ line }) => /\S/.test(line))
    .flatMap(({ line, number }, i, lines) => {
      const found = deploysBelow.test(line) ? nameBelow.exec(lines[i + 1]?.line ?? '') : deploysTo.exec(line)
      const name = found?.[1] ?? ''
      return environmentKind(name) ? [{ of: 'environment' as const, value: name, at: `${at}:${number}` }] : []
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
      const says = contents[name]
      const files = tree
        .matching(pattern)
        .filter((file) => says?.test(tree.text(file) ?? '') ?? true)
        .sort()
      if (files.length > 0) found.push([name, files])
      if (name === 'github-actions' || name === 'gitlab-ci')
        for (const file of files) evidence.push(...environmentsIn(tree.text(file) ?? '', file))
    }
    return found.length > 0 ? { facts: sorted(found), evidence } : {}
  },
}
