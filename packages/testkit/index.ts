export { failure } from './failure.ts'
export { type Product, product, useProduct } from './product.ts'
export { type CommandResult, type TestWorkspace, type WorkspaceOptions, workspace } from './workspace.ts'
