import { expect, test } from 'bun:test'
import { detect, evidenceLines } from '../testing.ts'
import { containers } from './containers.ts'

test('Dockerfiles and Compose files are found by any of their names', async () => {
  const found = await detect(containers, {
    Dockerfile: '',
    'api/Dockerfile.dev': '',
    'web/app.dockerfile': '',
    Containerfile: '',
    'Dockerfile.dockerignore': '',
    'compose.yaml': '',
    'docker-compose.prod.yml': '',
    'docker-compose.override.yml': '',
    'my-compose.yaml': '',
  })
  expect(found.facts).toEqual({
    compose: ['compose.yaml', 'docker-compose.override.yml', 'docker-compose.prod.yml'],
    dockerfiles: ['Containerfile', 'Dockerfile', 'api/Dockerfile.dev', 'web/app.dockerfile'],
  })
  expect(evidenceLines(found)).toEqual(['environment prod docker-compose.prod.yml'])
})

test('without any there is no section', async () => {
  expect(await detect(containers, { 'README.md': '' })).toEqual({})
})
