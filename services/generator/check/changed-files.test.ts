import { expect, test } from 'bun:test'
import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { workspace } from '@nimbus/testkit'

test('to look at what has changed leaves the index of git as it was', async () => {
  const bucket = 'resource "aws_s3_bucket" "a" {\n  bucket = "a"\n}\n'
  await using ws = await workspace({ 'main.tf': bucket })
  const git = (...argv: string[]) => Bun.$`git ${argv}`.cwd(ws.path).env(ws.env).quiet()
  await git('init', '--quiet')
  await git('add', 'main.tf')
  await git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '-m', 'Add a bucket')
  // Another time than the index knows, though the same bytes: git would like to write that down.
  await git('update-index', '--refresh')
  await utimes(join(ws.path, 'main.tf'), 1_577_836_800, 1_577_836_800)
  const before = await ws.file('.git/index').bytes()

  await ws.call('generator.check', { path: ws.path, changed: true })

  expect(await ws.file('.git/index').bytes()).toEqual(before)
})
