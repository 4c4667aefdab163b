export { loadKey } from './key.ts'
export { openStore, type Store, type StoreOptions } from './open-store.ts'
export { type Owner, processOf, thisProcess } from './owner.ts'
