// Hands the product to the testkit; see [test].preload in bunfig.toml.
import { join } from 'node:path'
import { useProduct } from '@nimbus/testkit'
import { builtIn, services } from '../apps/nimbus/catalog.ts'
import { loadServices } from '../apps/nimbus/open.ts'
import { version } from '../apps/nimbus/package.json'

useProduct({
  catalog: builtIn,
  services,
  loadServices,
  version,
  // A built executable is tested by naming it.
  command: process.env.NIMBUS_EXECUTABLE
    ? [process.env.NIMBUS_EXECUTABLE]
    : [process.execPath, join(import.meta.dir, '../apps/nimbus/main.ts')],
})
