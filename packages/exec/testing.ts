import { type Interruption, newId, type Program, type Recording, stopGroup } from '@nimbus/kernel'

/** A program by the name of its binary. */
export const program = (binary: string, how: Interruption = stopGroup): Program => ({
  name: binary,
  binaries: [binary],
  override: 'NIMBUS_TEST_PROGRAM',
  version: ['--version'],
  install: `get ${binary} from https://example.com/${binary}`,
  enables: 'tests',
  interrupt: () => how,
})

/** A run that records nothing. */
export const quietRun: Recording = { id: newId('r'), emit: () => undefined }
