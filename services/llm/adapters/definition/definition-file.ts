import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type EditedFile, mustStay } from '@nimbus/edited-file'
import { type Context, member } from '@nimbus/kernel/define'
import { findLayer, folderOf, type Origin, shownFile } from '../../config/files.ts'
import { mustBeOrdinary } from '../../config/own-file.ts'

/** The file where a layer defines its tools, as it is now. */
export interface DefinitionFile extends EditedFile {
  /** What its bytes say; empty when there is no such file yet. */
  text: string
  /** What comes before a tool's name in it; empty in a file that holds the section alone. */
  prefix: readonly string[]
}

type Place = Pick<Context, 'folders' | 'workspace' | 'env'>

// Built in: listing tools reads two files, and loading the package takes longer than that.
const { parse } = Bun.YAML

const bytesAt = (path: string): Buffer | undefined =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined

const hasOwnSection = (text: string): boolean => {
  const value: unknown = parse(text)
  return value === null || (typeof value === 'object' && Object.hasOwn(value, 'tools'))
}

/**
 * Where the definitions of a layer are, or would be: `llm.yaml`, or `llm/tools.yaml` where the layer is a folder of
 * files. Raises `no-folder` (exit 5) where the layer has no place, and `linked-folder` (exit 4) where a project's leads
 * elsewhere.
 */
export const definitionFile = async (origin: Origin, ctx: Place): Promise<DefinitionFile> => {
  const folder = await folderOf(origin, ctx)
  const { files } = findLayer(folder, ctx)
  const single = join(folder.path, 'llm.yaml')
  const inFolder = files.some(({ section }) => section !== undefined)
  const path = inFolder ? join(folder.path, 'llm', 'tools.yaml') : single
  const holder = dirname(path)
  if (origin === 'workspace') mustStay({ path: holder, shown: shownFile(holder, ctx) }, ctx.workspace)
  const bytes = bytesAt(path)
  const text = bytes?.toString() ?? ''
  const prefix = inFolder && bytes && !hasOwnSection(text) ? [] : ['tools']
  const shown = shownFile(path, ctx)
  const resource =
    origin === 'workspace' ? `workspace:${shown}` : `nimbus:config/${inFolder ? 'llm/' : ''}${basename(path)}`
  return { path, shown, resource, text, prefix, ...(bytes ? { bytes } : {}) }
}

/** The same, to be edited. Raises `not-a-file` (exit 2) as well, where it is a link or the like. */
export const editableFile = async (origin: Origin, ctx: Place): Promise<DefinitionFile> => {
  const file = await definitionFile(origin, ctx)
  mustBeOrdinary(file.path, file.shown)
  return file
}

const valueAt = (text: string, path: readonly string[]): unknown => member(parse(text), ...path)

/** What a file says of a tool; undefined when it says nothing. */
export const definitionIn = ({ text, prefix }: Pick<DefinitionFile, 'text' | 'prefix'>, name: string): unknown =>
  valueAt(text, [...prefix, name])

/** The tools that a file defines. */
export const definitionNames = ({ text, prefix }: Pick<DefinitionFile, 'text' | 'prefix'>): string[] =>
  Object.keys(valueAt(text, prefix) ?? {})

/** The text of a file with a tool defined in it, or with undefined: no longer; everything else stays as it was. */
export const withDefinition = async (file: DefinitionFile, name: string, definition: unknown): Promise<string> => {
  const { edited } = await import('@nimbus/yaml-edit')
  return edited(file.text, [...file.prefix, name], definition)
}
