import { expect, test } from 'bun:test'
import { detect, evidenceLines } from '../testing.ts'
import { frameworks } from './frameworks.ts'
import { directoryName, names } from './names.ts'
import { packageManagers } from './package-managers.ts'

test('package managers come with their lockfiles, or with what names the dependencies', async () => {
  const { facts } = await detect(packageManagers, {
    'pnpm-lock.yaml': '',
    'api/poetry.lock': '',
    'api/requirements.txt': '',
    'go.mod': '',
    'go.sum': '',
    'java/pom.xml': '',
    'node_modules/x/package-lock.json': '',
  })
  expect(facts).toEqual({
    go: ['go.sum'],
    maven: ['java/pom.xml'],
    pip: ['api/requirements.txt'],
    pnpm: ['pnpm-lock.yaml'],
    poetry: ['api/poetry.lock'],
  })
})

test.each([
  [{ 'package.json': '{"packageManager":"pnpm@9.1.0"}', 'apps/web/package.json': '{}' }, { pnpm: ['package.json'] }],
  [{ 'a/package.json': '{}', 'a/b/package.json': '{}' }, { npm: ['a/package.json'] }],
  [{ 'package.json': '{}', 'yarn.lock': '' }, { yarn: ['yarn.lock'] }],
  [{ 'pyproject.toml': '[tool.poetry]\nname = "a"\n' }, { poetry: ['pyproject.toml'] }],
  [{ 'pyproject.toml': '[project]\nname = "a"\n' }, { pip: ['pyproject.toml'] }],
  [{ 'pyproject.toml': '', 'api/uv.lock': '' }, { uv: ['api/uv.lock'] }],
  [
    { 'requirements/base.txt': '', 'requirements-dev.txt': '', 'setup.py': '' },
    { pip: ['requirements-dev.txt', 'requirements/base.txt', 'setup.py'] },
  ],
  [{ 'Cargo.toml': '', 'api/Cargo.toml': '' }, { cargo: ['Cargo.toml', 'api/Cargo.toml'] }],
])('without a lockfile the manifest tells the manager: %p', async (files, expected) => {
  expect((await detect(packageManagers, files)).facts).toEqual(expected)
})

test('what only a dependency needs is no framework of the project', async () => {
  const text =
    'module x\nrequire (\n\tgithub.com/labstack/echo/v4 v4.1.0\n\tgithub.com/gin-gonic/gin v1.9.1 // indirect\n)\n'
  expect((await detect(frameworks, { 'go.mod': text })).facts).toEqual({ echo: ['.'] })
})

test('dependencies that are listed in a folder of their own belong to the directory above it', async () => {
  const catalog = '[libraries]\nweb = { module = "org.springframework.boot:spring-boot-starter-web", version = "3" }\n'
  const files = { 'api/requirements/base.txt': 'django==5\n', 'gradle/libs.versions.toml': catalog }
  expect((await detect(frameworks, files)).facts).toEqual({ django: ['api'], 'spring-boot': ['.'] })
})

test.each([
  ['package.json', '{"dependencies":{"express":"5"}}', 'express'],
  ['pyproject.toml', '[project]\ndependencies = ["FastAPI[standard]>=0.1"]\n', 'fastapi'],
  ['pyproject.toml', '[tool.poetry.dependencies]\ndjango = "5"\n', 'django'],
  ['pyproject.toml', '[dependency-groups]\nweb = ["starlette", { include-group = "x" }]\n', 'starlette'],
  ['pyproject.toml', '[tool.poetry.group.web.dependencies]\nflask = "3"\n', 'flask'],
  ['setup.cfg', '[options]\ninstall_requires =\n    flask>=2\n    click\n[flake8]\nignore = E1\n', 'flask'],
  [
    'setup.py',
    'setup(name="a", install_requires=["six", # old\n  "FastAPI[all]>=0.1",\n], zip_safe=False)\n',
    'fastapi',
  ],
  ['requirements-dev.txt', 'flask==3.0\n', 'flask'],
  ['requirements.txt', '# pinned\nflask==3.0\n-r other.txt\n', 'flask'],
  ['Pipfile', '[packages]\ncelery = "*"\n', 'celery'],
  ['pom.xml', '<dependency><artifactId>spring-boot-starter-web</artifactId></dependency>', 'spring-boot'],
  ['build.gradle', "plugins { id 'org.springframework.boot' version '3.5.0' }", 'spring-boot'],
  ['build.gradle.kts', 'implementation("io.quarkus:quarkus-core:3.0")', 'quarkus'],
  ['go.mod', 'module x\nrequire github.com/go-chi/chi/v5 v5.2.0\n', 'chi'],
  ['Cargo.toml', '[dependencies]\naxum = "0.8"\n', 'axum'],
  ['Gemfile', "gem 'rails', '~> 8'\n", 'rails'],
  ['composer.json', '{"require":{"laravel/framework":"^12"}}', 'laravel'],
  ['mix.exs', '{:phoenix, "~> 1.8"}', 'phoenix'],
])('%s: %s is %s', async (file, text, framework) => {
  expect(await detect(frameworks, { [`app/${file}`]: text })).toEqual({ facts: { [framework]: ['app'] } })
})

test('a manifest that is broken, hostile or not there names nothing', async () => {
  expect(
    await detect(frameworks, {
      'package.json': '{"dependencies": ["express"]',
      'a/package.json': '[]',
      'b/pyproject.toml': '=',
      'c/package.json': '{"dependencies":{"__proto__":{"react":"1"},"toString":"1"}}',
    }),
  ).toEqual({})
})

test.each([
  ['package.json', '{"name":"@acme/shop-web"}', 'shop-web'],
  ['go.mod', 'module github.com/acme/shop-api/v2\n', 'shop-api'],
  ['pyproject.toml', '[tool.poetry]\nname = "shop-jobs"\n', 'shop-jobs'],
  ['settings.gradle.kts', 'rootProject.name = "orders"\n', 'orders'],
  [
    'pom.xml',
    '<project><parent><artifactId>p</artifactId></parent><artifactId>billing</artifactId></project>',
    'billing',
  ],
  ['infra/.nimbus-generated.json', '{"name":"stack"}', 'stack'],
])('%s names the project: %s', async (file, text, name) => {
  expect(evidenceLines(await detect(names, { [file]: text }))).toEqual([`name ${name} ${file}`])
})

test('a name that says nothing, or could not be one, is passed over', async () => {
  const files = { 'package.json': '{"name":"root"}', 'Cargo.toml': '[package]\nname = "a b; rm"\n', 'pom.xml': '<x/>' }
  expect(evidenceLines(await detect(names, files))).toEqual([])
  expect(evidenceLines(await detect(directoryName, {}))).toEqual(['name shop the directory'])
})

test('of two generated stacks none is the project', async () => {
  const files = { 'a/.nimbus-generated.json': '{"name":"a"}', 'b/.nimbus-generated.json': '{"name":"b"}' }
  expect(evidenceLines(await detect(names, files))).toEqual([])
})

const much = 900_000

test.each([
  ['go.mod', '\n'.repeat(much)],
  ['Gemfile', '\n'.repeat(much)],
])('a megabyte of empty lines in %s costs no time', async (file, text) => {
  expect(await detect(frameworks, { [file]: text })).toEqual({})
})

test('a pom.xml that only opens its parent costs no time, and the first name after it is found', async () => {
  const opened = '<parent>'.repeat(much / 8)
  expect(await detect(names, { 'pom.xml': opened })).toEqual({ evidence: [] })
  const named = '<parent><artifactId>base</artifactId></parent><artifactId>shop</artifactId>'
  expect(evidenceLines(await detect(names, { 'pom.xml': named }))).toEqual(['name shop pom.xml'])
})
