import { type Host, type HostOptions, openHost } from '@nimbus/host'
import { joinSources, type ServiceEntry } from '@nimbus/kernel'
import { memorySource } from '@nimbus/testkit/memory-source'
import { sampleOperations } from '@nimbus/testkit/sample-operations'
import { builtIn, services } from '../../apps/nimbus/catalog.ts'
import { loadServices } from '../../apps/nimbus/open.ts'

/** The services of the sample operations, beside the built-in ones. */
export const sampleServices: readonly ServiceEntry[] = [
  { name: 'shelf', port: 3901, summary: 'Values on a shelf', programs: [] },
  { name: 'steps', port: 3902, summary: 'Steps', programs: [] },
]

/** The real host over the built-in catalog and the sample operations, with `a` on the shelf. */
export const openSampleHost = (
  workspace: string,
  env: Readonly<Record<string, string | undefined>>,
  more: Pick<HostOptions, 'remote' | 'staleMs'> = {},
): Promise<Host> =>
  openHost({
    version: '0.0.0-test',
    catalog: joinSources([builtIn, memorySource(sampleOperations(new Map([['a', '1']])), 'samples')]),
    services: [...services, ...sampleServices],
    loadServices,
    env,
    workspace,
    ...more,
  })
