import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TestWorkspace } from '@nimbus/testkit'

/** Folders with nothing but what a script needs to start, so that no agent program of the machine is found. */
export const barePath = '/usr/bin:/bin'

/** Writes the user's `llm.yaml` of a workspace. */
export const writeLlmYaml = async (ws: TestWorkspace, text: string): Promise<void> => {
  const path = join(ws.env.NIMBUS_HOME ?? '', 'llm.yaml')
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
