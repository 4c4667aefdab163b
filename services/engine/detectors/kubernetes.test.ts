import { expect, test } from 'bun:test'
import { detect, evidenceLines } from '../testing.ts'
import { helm } from './helm.ts'
import { kubernetes } from './kubernetes.ts'

const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\n'

test('manifests are told by what they say, with kinds, namespaces and overlays', async () => {
  const found = await detect(kubernetes, {
    'k8s/base/web.yaml': `${deployment}---\napiVersion: v1\nkind: Service\n`,
    'k8s/base/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n',
    'k8s/overlays/blue/kustomization.yaml': 'resources: [../../base]\n',
    'charts/web/Chart.yaml': 'name: web\n',
    'charts/web/templates/web.yaml': deployment,
    '.github/workflows/ci.yml': 'on: push\n',
    'openapi.yaml': 'openapi: 3.1.0\n',
    'catalog-info.yaml': 'apiVersion: backstage.io/v1alpha1\nkind: Component\n',
    'skaffold.yaml': 'apiVersion: skaffold/v4beta11\nkind: Config\n',
    'test/kind.yaml': 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n',
    'broken.yaml': new Uint8Array([0xff, 0xfe, 0]),
  })
  expect(found.facts).toEqual({
    kinds: ['Deployment', 'Service'],
    manifests: ['k8s/base'],
    namespaces: ['shop'],
    overlays: ['k8s/overlays/blue'],
  })
  expect(evidenceLines(found)).toEqual(['environment blue k8s/overlays/blue'])
})

test('charts come with name and version, and values for an environment are evidence of it', async () => {
  const found = await detect(helm, {
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.2.3\n',
    'charts/common/Chart.yaml': 'type: library\n',
    'charts/broken/Chart.yaml': '{',
    'charts/web/values.yaml': '',
    'charts/web/values-staging.yaml': '',
    'charts/web/values.prod.yml': '',
    'charts/web/values-large.yaml': '',
  })
  expect(found.facts).toEqual({
    'charts/broken': { name: 'broken' },
    'charts/common': { name: 'common', type: 'library' },
    'charts/web': { name: 'web', version: '1.2.3' },
  })
  expect(evidenceLines(found).sort()).toEqual([
    'environment prod charts/web/values.prod.yml',
    'environment staging charts/web/values-staging.yaml',
  ])
})
