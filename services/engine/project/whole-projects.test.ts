import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'

const facts = async (files: Readonly<Record<string, string | Uint8Array>>) => {
  await using ws = await workspace(files)
  await ws.call('engine.init', { machine: false })
  return Bun.YAML.parse(await ws.file('.nimbus/project.yaml').text()) as Record<string, unknown>
}

test('a Spring Boot service', async () => {
  expect(
    await facts({
      'pom.xml':
        '<project><parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId></parent><artifactId>orders</artifactId><dependencies><dependency><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>',
      mvnw: '#!/bin/sh\n',
      'src/main/java/com/acme/Orders.java': 'class Orders {\n}\n',
      'src/main/resources/application.yml': 'server:\n  port: 8080\n',
      'src/main/resources/application-prod.yml': 'server:\n  port: 80\n',
      Dockerfile: 'FROM eclipse-temurin:21\n',
      Jenkinsfile: 'pipeline {}\n',
      'target/classes/Orders.java': 'x\n'.repeat(100),
    }),
  ).toEqual({
    name: 'orders',
    environments: { prod: { kind: 'production' } },
    languages: { java: 100 },
    frameworks: { 'spring-boot': ['.'] },
    package_managers: { maven: ['pom.xml'] },
    containers: { dockerfiles: ['Dockerfile'] },
    ci: { jenkins: ['Jenkinsfile'] },
  })
})

test('a FastAPI service', async () => {
  expect(
    await facts({
      'pyproject.toml': '[project]\nname = "scoring-api"\ndependencies = ["fastapi>=0.115", "torch"]\n',
      'uv.lock': 'version = 1\n',
      'app/main.py': 'app = 1\n'.repeat(9),
      'scripts/run.sh': 'exec uvicorn\n',
      'compose.yaml': 'services: {}\n',
      '.gitlab-ci.yml': 'deploy:\n  environment:\n    name: staging\n',
      '.venv/lib/x.py': 'x\n'.repeat(1000),
    }),
  ).toEqual({
    name: 'scoring-api',
    environments: { staging: { kind: 'staging' } },
    languages: { python: 90, shell: 10 },
    frameworks: { fastapi: ['.'], pytorch: ['.'] },
    package_managers: { uv: ['uv.lock'] },
    containers: { compose: ['compose.yaml'] },
    ci: { 'gitlab-ci': ['.gitlab-ci.yml'] },
  })
})

test('a monorepo of pnpm with Helm and Terraform', async () => {
  const root = (region: string) =>
    `terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", version = "~> 6.0" }\n  }\n  backend "s3" {}\n}\nprovider "aws" {\n  region = "${region}"\n}\nmodule "net" {\n  source = "../../modules/net"\n}\n`
  expect(
    await facts({
      'package.json': '{"name":"@acme/store","private":true}',
      'pnpm-lock.yaml': 'lockfileVersion: 9\n',
      'pnpm-workspace.yaml': 'packages: [apps/*]\n',
      'apps/web/package.json': '{"name":"web","dependencies":{"next":"15","react":"19"}}',
      'apps/api/package.json': '{"name":"api","dependencies":{"@nestjs/core":"11"}}',
      'apps/web/page.tsx': 'export {}\n',
      'charts/web/Chart.yaml': 'name: web\nversion: 0.1.0\n',
      'charts/web/values-production.yaml': 'replicas: 3\n',
      'charts/web/templates/web.yaml': 'apiVersion: apps/v1\nkind: Deployment\n',
      'infra/envs/staging/main.tf': root('eu-west-1'),
      'infra/envs/production/main.tf': root('us-east-1'),
      'infra/modules/net/main.tf': 'resource "aws_vpc" "main" {}\n',
      '.github/workflows/ci.yml': 'on: push\n',
    }),
  ).toMatchObject({
    name: 'store',
    regions: ['eu-west-1', 'us-east-1'],
    environments: {
      production: { kind: 'production', region: 'us-east-1', directories: ['infra/envs/production'] },
      staging: { kind: 'staging', region: 'eu-west-1', directories: ['infra/envs/staging'] },
    },
    frameworks: { nestjs: ['apps/api'], next: ['apps/web'], react: ['apps/web'] },
    package_managers: { pnpm: ['pnpm-lock.yaml'] },
    helm: { 'charts/web': { name: 'web', version: '0.1.0' } },
    terraform: {
      tool: 'terraform',
      roots: { 'infra/envs/staging': { backend: 's3', providers: { aws: '~> 6.0' }, regions: ['eu-west-1'] } },
      modules: ['infra/modules/net'],
    },
    ci: { 'github-actions': ['.github/workflows/ci.yml'] },
  })
})

test('what Nimbus generates itself is understood', async () => {
  const spec = await Bun.file(join(import.meta.dir, '../../../examples/shop.yaml')).text()
  await using ws = await workspace({ 'shop.yaml': spec })
  await ws.invoke('generator.terraform', { spec: 'shop.yaml', out: 'infra' })
  const { name, region, environments, conventions } = await ws.call('engine.context', {})
  expect([name?.value, region?.value]).toEqual(['shop', 'eu-central-1'])
  expect(environments.map((each) => [each.name, each.kind, each.region?.value, each.directories])).toEqual([
    ['dev', 'development', 'eu-central-1', ['infra/envs/dev']],
    ['production', 'production', 'eu-central-1', ['infra/envs/production']],
    ['staging', 'staging', 'eu-central-1', ['infra/envs/staging']],
  ])
  expect(conventions.naming?.value).toBe('{name}-{environment}-{part}')
  expect(conventions.tags.map(({ value }) => value)).toEqual(['Environment', 'ManagedBy', 'Project', 'team'])
})

test('an empty folder', async () => {
  expect(await facts({})).toBeNull()
})

test('binary junk under the names of everything', async () => {
  const junk = Uint8Array.from({ length: 4096 }, (_, index) => (index * 197) % 256)
  const names = [
    'package.json',
    'pom.xml',
    'main.tf',
    'Chart.yaml',
    'a.py',
    'go.mod',
    '.github/workflows/a.yml',
    'x.yaml',
  ]
  const found = await facts(Object.fromEntries(names.map((name) => [name, junk])))
  expect(Object.keys(found)).toEqual(['package_managers', 'helm', 'terraform', 'ci'])
})

test('names that are hostile are shown as what they are, and are read back as one value each', async () => {
  const evil = '\u001b[2J\nname: evil\u202E: "x'
  await using ws = await workspace({
    [`charts/${evil}/Chart.yaml`]: `name: "a\\u001b[31m\\nregion: evil"\n`,
    'charts/__proto__/Chart.yaml': 'name: polluted\n',
    'envs/constructor/main.tf': '',
    [`${'d/'.repeat(60)}Dockerfile`]: '',
    "it's # a: {b}/Dockerfile": '',
  })
  const { stdout } = await ws.cli(['init', '--no-machine', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, outcome: 'done' })
  const text = await ws.file('.nimbus/project.yaml').text()
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  const read = Bun.YAML.parse(text) as Record<string, Record<string, unknown>>
  expect(Object.keys(read)).not.toContain('region')
  expect(Object.keys(read.helm ?? {})).toContain('charts/\\u{1b}[2J\\u{a}name: evil\\u{202e}: "x')
  expect(Object.keys(read.environments ?? {})).toEqual(['constructor'])
  expect(JSON.stringify(read.containers)).toContain("it's # a: {b}/Dockerfile")
  expect((await ws.cli(['engine', 'context'])).stdout).not.toContain('\u001b[2J')
})
