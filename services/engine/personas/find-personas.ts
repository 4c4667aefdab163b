import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { type ConfigurationFolder, type Context, invalid, NimbusError, nearest } from '@nimbus/kernel/define'
import { builtIn, type Persona, personaName } from './persona.ts'

/** The largest persona file, in bytes. */
const largest = 16 * 1024

/** The personas there are, the nearest definition winning, and what is said of files that do not count. */
export interface Personas {
  personas: readonly Persona[]
  notes: readonly string[]
}

const filesIn = async (folder: string): Promise<string[]> => {
  try {
    return (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort()
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR'))
      return []
    throw thrown
  }
}

/** What a file says. Raises `invalid-persona` (exit 2) for one that is too large, or that cannot be read. */
const textOf = async (file: string, shown: string): Promise<string> => {
  const unusable = (message: string, why?: string) =>
    invalid('invalid-persona', message, { at: shown, ...(why ? { why } : {}), next: 'mend it or move it away' })
  try {
    const status = await stat(file)
    if (!status.isFile()) throw unusable('The persona is no ordinary file')
    if (status.size > largest) throw unusable('The persona is larger than 16 KiB')
    return await readFile(file, 'utf8')
  } catch (thrown) {
    if (thrown instanceof NimbusError) throw thrown
    throw unusable('The persona cannot be read', thrown instanceof Error ? thrown.message : String(thrown))
  }
}

const read = async (file: string, shown: string): Promise<Persona> => {
  const name = basename(file).replace(/\.ya?ml$/, '')
  if (!personaName.test(name))
    throw invalid('invalid-persona', `${name} is no name of a persona`, {
      at: shown,
      next: 'name the file with lower case letters, digits and hyphens',
    })
  const text = await textOf(file, shown)
  // Reading YAML is loaded by those who have written some.
  const { readPersona } = await import('./read-persona.ts')
  return readPersona(name, text, shown)
}

type Surroundings = Pick<Context, 'folders' | 'env'>

/** A folder as a person knows it: the home of Nimbus may be anywhere. */
const shownAs = ({ origin, path }: ConfigurationFolder, { HOME }: Context['env']): string => {
  if (origin === 'workspace') return '.nimbus/personas'
  const folder = join(path, 'personas')
  return HOME && folder.startsWith(join(HOME, sep)) ? `~${folder.slice(HOME.length)}` : folder
}

const inFolder = async (from: ConfigurationFolder, env: Context['env']): Promise<Personas> => {
  const { path, trusted } = from
  const folder = join(path, 'personas')
  const shownFolder = shownAs(from, env)
  const names = await filesIn(folder)
  // Its words would be said to a model in the place of ours.
  if (!trusted && names.length > 0)
    return {
      personas: [],
      notes: [`${shownFolder} is ignored until the workspace is trusted: nimbus trust`],
    }
  const personas: Persona[] = []
  const notes: string[] = []
  for (const name of names) {
    try {
      personas.push(await read(join(folder, name), `${shownFolder}/${name}`))
    } catch (thrown) {
      if (!(thrown instanceof NimbusError)) throw thrown
      notes.push(`${thrown.data.at ?? name}: ${thrown.data.message}`)
    }
  }
  return { personas, notes }
}

/** All personas: those that come with Nimbus, the user's, and the workspace's once it is trusted. */
export const findPersonas = async ({ folders, env }: Surroundings): Promise<Personas> => {
  const found = await Promise.all((await folders()).map((each) => inFolder(each, env)))
  const byName = new Map([...builtIn, ...found.flatMap(({ personas }) => personas)].map((each) => [each.name, each]))
  return { personas: [...byName.values()], notes: found.flatMap(({ notes }) => notes) }
}

/** The persona of a name. Raises `unknown-persona` (exit 2), with what is wrong with its file if there is one. */
export const personaOf = async (name: string, ctx: Surroundings): Promise<Persona> => {
  const known = builtIn.find((persona) => persona.name === name)
  const { personas, notes } = await findPersonas(ctx)
  const persona = personas.find((each) => each.name === name)
  const about = notes.find((note) => note.includes(`/${name}.y`))
  if (persona && !(about && persona === known)) return persona
  const meant = nearest(
    name,
    personas.map((each) => each.name),
  )
  throw invalid('unknown-persona', `persona: there is no usable persona ${name}`, {
    at: 'persona',
    why: about ?? [`known are ${personas.map((each) => each.name).join(', ')}`, ...notes].join('; '),
    next: meant && meant !== name ? `did you mean ${meant}?` : 'see them with: nimbus persona list',
  })
}
