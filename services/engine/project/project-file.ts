import { lstatSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { type EditedFile, mustStay, stateFinding } from '@nimbus/edited-file'
import { type Context, type Finding, invalid } from '@nimbus/kernel/define'

/** The file that people edit, and the one that remembers what was generated. */
export const fileNames = ['project.yaml', 'project-generated.json'] as const

/** One of the two files, as it is now. */
export interface ProjectFile extends EditedFile {
  name: (typeof fileNames)[number]
}

/** The files of the project, and the folder they are in. */
export interface ProjectFiles {
  folder: string
  /** Whether the folder is there. */
  hasFolder: boolean
  file: ProjectFile
  stamp: ProjectFile
}

/** Files larger than this are none that people edit. */
const largest = 1024 * 1024

const bytesAt = (path: string, shown: string): Buffer | undefined => {
  const status = lstatSync(path, { throwIfNoEntry: false })
  if (!status) return undefined
  const refused = (why: string) =>
    invalid('not-a-project-file', `${shown} cannot be read`, { at: shown, why, next: 'move it away' })
  if (!status.isFile()) throw refused('it is no ordinary file')
  if (status.size > largest) throw refused('it is larger than 1 MiB')
  return readFileSync(path)
}

/**
 * Finds the files in the folder `.nimbus` of the workspace. Raises `not-a-project-file` (exit 2), and `linked-folder`
 * (exit 4) when the folder is a link that leads elsewhere.
 */
export const projectFiles = ({ workspace }: Pick<Context, 'workspace'>): ProjectFiles => {
  const folder = join(workspace, '.nimbus')
  const hasFolder = lstatSync(folder, { throwIfNoEntry: false }) !== undefined
  mustStay({ path: folder, shown: '.nimbus' }, workspace)
  const fileNamed = (name: ProjectFile['name']): ProjectFile => {
    const [path, shown] = [join(folder, name), `.nimbus/${name}`]
    const bytes = hasFolder ? bytesAt(path, shown) : undefined
    return { name, path, shown, resource: `workspace:${shown}`, ...(bytes ? { bytes } : {}) }
  }
  return { folder, hasFolder, file: fileNamed('project.yaml'), stamp: fileNamed('project-generated.json') }
}

/** Removes the folder when nothing is in it; somebody else's files keep it. */
export const removeIfEmpty = (folder: string): void => {
  try {
    rmdirSync(folder)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOENT') throw error
  }
}

/** Whether one of the files is in a state, read from disk anew. */
export const writtenFinding = (file: ProjectFile, expected: string): Finding =>
  stateFinding(file, expected, 'project-written')
