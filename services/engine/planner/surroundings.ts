/** What surrounds a request: the workspace, and what tools list there. Everything may be absent: then it is not known. */
export interface Surroundings {
  files?: readonly string[] | undefined
  /** Directories that are there, beside those that hold one of the files. */
  directories?: readonly string[] | undefined
  project?:
    | { name?: string | undefined; region?: string | undefined; environments?: readonly string[] | undefined }
    | undefined
  git?:
    | {
        branch?: string | undefined
        branches?: readonly string[] | undefined
        changed?: readonly string[] | undefined
        staged?: readonly string[] | undefined
        stashes?: readonly string[] | undefined
      }
    | undefined
  llm?:
    | {
        agents?: readonly string[] | undefined
        tools?: readonly string[] | undefined
        models?: readonly string[] | undefined
      }
    | undefined
  records?: readonly { id: string; operation?: string | undefined; about?: string | undefined }[] | undefined
}

/** What there is, ready to be looked up. */
export interface World extends Omit<Surroundings, 'directories'> {
  /** Whether what is not listed is not there; else nobody looked. */
  known: { files: boolean; branches: boolean; models: boolean }
  files: readonly string[]
  fileSet: ReadonlySet<string>
  directories: ReadonlySet<string>
  /** Directories with Terraform code that can be planned: modules left out. */
  roots: readonly string[]
  /** Directories with Terraform code, modules too. */
  withCode: ReadonlySet<string>
  byBase: ReadonlyMap<string, readonly string[]>
  byStem: ReadonlyMap<string, readonly string[]>
  /** Names that are spelled right because something has them. */
  names: ReadonlySet<string>
}

/** A path as comparisons use it: without `./` before and `/` behind. */
export const tidyPath = (path: string): string => path.replace(/^(?:\.\/)+(?=.)/, '').replace(/(?<=.)\/+$/, '')

const parentsOf = (file: string): readonly string[] => {
  const parts = file.split('/').slice(0, -1)
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'))
}

const baseOf = (path: string): string => path.split('/').at(-1) ?? path

const grouped = (files: readonly string[], keyOf: (file: string) => string) => Map.groupBy(files, keyOf)

/** Makes surroundings ready to be looked up. */
export const worldOf = (surroundings: Surroundings): World => {
  const files = surroundings.files ?? []
  const directories = new Set([...files.flatMap(parentsOf), ...(surroundings.directories ?? [])])
  const withCode = [
    ...new Set(
      files
        .filter((file) => /\.tf(?:\.json)?$/.test(file))
        .map((file) => file.split('/').slice(0, -1).join('/') || '.'),
    ),
  ]
  const roots = withCode.filter((directory) => !directory.split('/').includes('modules'))
  const { git, llm } = surroundings
  const named = [
    ...files,
    ...directories,
    ...files.map(baseOf),
    ...files.flatMap((file) => file.split(/[/.]/)),
    ...(git?.branches ?? []),
    ...(git?.branches ?? []).flatMap((branch) => branch.split('/')),
    ...(llm?.agents ?? []),
    ...(llm?.tools ?? []),
    ...(llm?.models ?? []).flatMap((model) => [model, ...model.split('/')]),
    ...(surroundings.project?.environments ?? []),
    ...(surroundings.project?.name ? [surroundings.project.name] : []),
  ]
  return {
    ...surroundings,
    known: {
      files: surroundings.files !== undefined,
      branches: git?.branches !== undefined,
      models: llm?.models !== undefined,
    },
    files,
    fileSet: new Set(files),
    directories,
    roots,
    withCode: new Set(withCode),
    byBase: grouped(files, (file) => baseOf(file).toLowerCase()),
    byStem: grouped(files, (file) =>
      baseOf(file)
        .replace(/(?<=.)\.[^.]*$/, '')
        .toLowerCase(),
    ),
    names: new Set(named.map((name) => name.toLowerCase())),
  }
}

/** Whether a piece is a file, a folder or a branch that is there. */
export const isHere =
  ({ fileSet, directories, git }: World) =>
  ({ text }: { text: string }): boolean =>
    fileSet.has(text) || directories.has(text) || git?.branches?.includes(text) === true

/** Whether a text is the whole name of something that is there. */
export const isNamed = (text: string, world: World): boolean =>
  isHere(world)({ text: tidyPath(text) }) ||
  world.byBase.has(text.toLowerCase()) ||
  [world.llm?.agents, world.llm?.tools, world.llm?.models, world.project?.environments].some((names) =>
    names?.includes(text),
  )
