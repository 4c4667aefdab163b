import { type TestWorkspace, workspace } from '@nimbus/testkit'
import type { ModelServer } from '@nimbus/testkit/model-server'

/** A workspace whose providers are all the scripted server. */
export const chatPlace = (
  { env }: Pick<ModelServer, 'env'>,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<TestWorkspace> => workspace(files, { env })
