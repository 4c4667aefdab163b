import { expect, test } from 'bun:test'
import { detect, evidenceLines } from '../testing.ts'
import { ci } from './ci.ts'

test.each([
  ['github-actions', '.github/workflows/ci.yml'],
  ['gitlab-ci', '.gitlab-ci.yml'],
  ['jenkins', 'services/a/Jenkinsfile'],
  ['circleci', '.circleci/config.yml'],
  ['azure-pipelines', 'azure-pipelines.yml'],
  ['bitbucket-pipelines', 'bitbucket-pipelines.yml'],
  ['buildkite', '.buildkite/pipeline.yml'],
  ['azure-pipelines', '.azure-pipelines/build.yml'],
  ['semaphore', '.semaphore/semaphore.yml'],
  ['appveyor', '.appveyor.yml'],
  ['cirrus', '.cirrus.yml'],
  ['codefresh', 'codefresh.yml'],
  ['gitea-actions', '.gitea/workflows/ci.yaml'],
  ['forgejo-actions', '.forgejo/workflows/ci.yml'],
  ['teamcity', '.teamcity/settings.kts'],
  ['zuul', '.zuul.yaml'],
  ['atlantis', 'atlantis.yaml'],
])('%s is told by %s', async (system, file) => {
  expect((await detect(ci, { [file]: '' })).facts).toEqual({ [system]: [file] })
})

test('of a folder for Argo Workflows only what is a workflow builds something', async () => {
  const found = await detect(ci, {
    'addons/argo-workflows/kustomization.yaml': 'kind: Kustomization\n',
    'addons/argo-workflows/install.yaml': 'apiVersion: apps/v1\nkind: Deployment\n',
    'workflows/build.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\n',
  })
  expect(found.facts).toEqual({ 'argo-workflows': ['workflows/build.yaml'] })
})

test('environments that are deployed to are evidence, with their line', async () => {
  const found = await detect(ci, {
    '.github/workflows/ship.yml':
      'jobs:\n  a:\n    environment: staging\n  b:\n    environment:\n      name: production\n  c:\n    environment: $' +
      '{{ inputs.env }}\n',
  })
  expect(evidenceLines(found)).toEqual([
    'environment staging .github/workflows/ship.yml:3',
    'environment production .github/workflows/ship.yml:5',
  ])
})

test('empty lines are passed over, and a megabyte of them costs no time', async () => {
  const found = await detect(ci, {
    '.gitlab-ci.yml': `a:\n\n  environment: "staging" # soon\r\n\n  environment:${'\n'.repeat(900_000)}    name: production\n`,
  })
  expect(evidenceLines(found)).toEqual([
    'environment staging .gitlab-ci.yml:3',
    'environment production .gitlab-ci.yml:5',
  ])
})

test('a workflow that lies elsewhere builds nothing', async () => {
  expect(await detect(ci, { 'docs/.github/workflows/ci.yml': '', 'fixtures/.gitlab-ci.yml': '' })).toEqual({})
})
