import type { BlockNode, Diagnostic, Evaluated, ParsedFile, Scope } from '@nimbus/hcl'

/** A file handed to the checks: a path relative to the workspace with `/`, and its decoded text. */
export type SourceFile = { readonly path: string; readonly text: string }

/** A block as one caller sees it: `scope` says what names stand for there. */
export type View = {
  readonly file: string
  readonly block: BlockNode
  readonly scope: Scope
  readonly module: Module
  /** A `dynamic` block whose `for_each` is unknown: it may not be there at all. */
  readonly maybe: boolean
}

/** A resource or data block, or one instance of it when `for_each` is known. */
export type Resource = View & {
  readonly kind: 'resource' | 'data'
  readonly type: string
  readonly name: string
  /** The full address, as in `module.network.aws_vpc.main`, without instance keys. */
  readonly address: string
  readonly instances: readonly View[]
}

/** A directory of Terraform code as one caller uses it; a root has no caller. */
export type Module = {
  readonly directory: string
  /** Empty for a root, else as in `module.network.`. */
  readonly prefix: string
  readonly caller?: { readonly module: Module; readonly call: View }
  readonly files: readonly ParsedFile[]
  readonly scope: Scope
  readonly resources: readonly Resource[]
  readonly children: ReadonlyMap<string, Module>
  /** The settings, provider, variable, local, output and module blocks. */
  readonly blocks: readonly View[]
  /** `dev`, `production` …, or why it is not known. */
  readonly environment: Evaluated
}

/** All modules found, callers before the modules they call, and what could not be read. */
export type Modules = { readonly modules: readonly Module[]; readonly problems: readonly Diagnostic[] }
