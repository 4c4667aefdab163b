import type { ServicePrograms } from '@nimbus/host'
import type { CatalogSource, ServiceEntry } from '@nimbus/kernel'

/** The product under test, handed in by the preload: packages may not import the app. */
export interface Product {
  catalog: CatalogSource
  services: readonly ServiceEntry[]
  loadServices: () => Promise<readonly ServicePrograms[]>
  version: string
  /** The command that starts the real executable. */
  command: readonly string[]
}

let current: Product | undefined

/** Hands the product to the testkit; called once by the preload of the test run. */
export const useProduct = (product: Product): void => {
  current = product
}

/** The product under test. */
export const product = (): Product => {
  if (!current)
    throw new Error('no product: run tests from the repository root, so that the preload of bunfig.toml is found')
  return current
}
