import type { Prepare } from './example-fixtures.ts'

/** A fresh repository with two commits, somebody who may commit, and one edited file. */
export const repository: Prepare = async (place) => {
  const git = async (...argv: string[]) => {
    await Bun.$`git ${argv}`.cwd(place.path).env(place.env).quiet()
  }
  await Bun.$`rm -rf .git`.cwd(place.path).quiet()
  await git('init', '--quiet', '--initial-branch=main')
  await git('config', 'user.name', 'Ada')
  await git('config', 'user.email', 'ada@example.com')
  for (const text of ['# Read me\n', '# Read me first\n']) {
    await place.write({ 'README.md': text })
    await git('add', 'README.md')
    await git('commit', '--quiet', `--message=${text.trim()}`)
  }
  await git('branch', 'feature')
  await place.write({ 'README.md': '# Edited\n' })
  return {}
}

/** The same, and then something done with git itself. */
export const repositoryAfter =
  (...argv: string[]): Prepare =>
  async (place) => {
    await repository(place)
    await Bun.$`git ${argv}`.cwd(place.path).env(place.env).quiet()
    return {}
  }
