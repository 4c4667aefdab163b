import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '@nimbus/kernel/define'
import type { Problem } from '../config/problem.ts'
import { raiseProblems } from '../config/raise-problems.ts'
import { readSettings } from '../config/read-settings.ts'
import type { Settings } from '../config/settings.ts'
import { type SettingsContext, surroundingsOf } from '../config/surroundings.ts'

/** An `llm.yaml` that is not in its place. */
export interface PolicyText {
  text: string
  /** What a person calls it. */
  shown: string
}

/** A problem where the person finds it: the reader knows the file by the name that it has in its place. */
const placedIn = (shown: string, { at, ...problem }: Problem): Problem => ({
  ...problem,
  ...(at ? { at: at.replace(/^llm\.yaml(?=:|$)/, () => shown) } : {}),
})

/**
 * The settings that the text of an `llm.yaml` gives by itself: without the files of the user and of the workspace, and
 * without credentials. It goes through the same reader as every configuration, with the same errors.
 */
export const settingsOfText = async (
  { text, shown }: PolicyText,
  ctx: Pick<Context, 'cache' | 'env' | 'now' | 'redact'>,
): Promise<Settings> => {
  await mkdir(ctx.cache, { recursive: true })
  const folder = await mkdtemp(join(ctx.cache, 'simulated-'))
  try {
    await writeFile(join(folder, 'llm.yaml'), text)
    const here: SettingsContext = {
      env: ctx.env,
      workspace: folder,
      now: ctx.now,
      redact: ctx.redact,
      secret: () => Promise.resolve(undefined),
      folders: () => Promise.resolve([{ origin: 'user', path: folder, trusted: true }]),
    }
    const { settings, problems } = await readSettings(here, surroundingsOf(here))
    raiseProblems(problems.map((problem) => placedIn(shown, problem)))
    return settings
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
