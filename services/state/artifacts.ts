import { type HostContext, invalid, isIdPrefix, onlyOne, z } from '@nimbus/kernel/define'

const collection = 'artifacts'

/** Contents up to this many bytes lie in the document; larger ones are blobs. */
const inlineBytes = 16 * 1024

/** The most bytes of one artifact: 4 MiB. */
export const largestArtifact = 4 * 1024 * 1024

/** An artifact without its content. */
export const ArtifactView = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string().describe('Media type'),
  bytes: z.number().int(),
  sha256: z.string(),
  createdAt: z.string().describe('ISO 8601'),
  run: z.string().describe('The run that saved it'),
})

const Stored = ArtifactView.extend({ content: z.string().optional(), blob: z.string().optional() })

type Artifact = z.infer<typeof ArtifactView>

/** The id of an artifact, or a unique start of it. */
export const ArtifactId = z
  .string()
  .min(1)
  .describe('The artifact, as printed; a unique start of at least 4 characters after a_ will do')

/** The resource of an artifact for policy: saving is recording, which asks nobody; deleting is not. */
export const artifactResource = (id: string): string => `nimbus:artifacts/${id}`

/** Hex SHA-256 of a text as UTF-8. */
export const contentHash = (content: string): string => new Bun.CryptoHasher('sha256').update(content).digest('hex')

const viewOf = ({ content: _content, blob: _blob, ...view }: z.infer<typeof Stored>): Artifact => view

/** Stores an artifact. */
export const storeArtifact = async (artifact: Artifact, content: string, ctx: HostContext): Promise<void> => {
  const place =
    artifact.bytes <= inlineBytes ? { content } : { blob: await ctx.records.blobs.put(Buffer.from(content, 'utf8')) }
  await ctx.documents.put(collection, artifact.id, { ...artifact, ...place }, { ifVersion: 0 })
}

/** All artifacts, without their contents, in no order. */
export const listArtifacts = async (ctx: HostContext): Promise<Artifact[]> =>
  (await ctx.documents.list(collection, { limit: 100_000 })).map(({ body }) => viewOf(Stored.parse(body)))

/** The one artifact that a prefix names. Raises `invalid-id` (exit 2), `not-found` and `ambiguous-id` (exit 5). */
export const findArtifact = async (prefix: string, ctx: HostContext): Promise<Artifact> => {
  if (!isIdPrefix(prefix, 'a'))
    throw invalid('invalid-id', `${prefix} is not the id of an artifact`, {
      at: 'id',
      why: 'it looks like a_ and at least 4 characters',
      next: 'see the artifacts with: nimbus artifact list',
    })
  const found = await ctx.documents.list(collection, { prefix, limit: 10 })
  return viewOf(
    onlyOne(
      prefix,
      found.map(({ body }) => Stored.parse(body)),
      'artifact',
      'nimbus artifact list',
    ),
  )
}

/** What an artifact holds, or undefined when its document or blob is gone. */
export const contentOf = async (id: string, ctx: HostContext): Promise<string | undefined> => {
  const document = await ctx.documents.get(collection, id)
  if (!document) return undefined
  const { content, blob } = Stored.parse(document.body)
  if (content !== undefined) return content
  const bytes = blob === undefined ? undefined : await ctx.records.blobs.get(blob)
  return bytes && new TextDecoder().decode(bytes)
}

/** Takes an artifact out of the list. */
export const deleteArtifact = (id: string, ctx: HostContext): Promise<boolean> => ctx.documents.delete(collection, id)

/** Media types by the end of a name, as registered with IANA; Terraform's and Dockerfiles have none. */
const types: Readonly<Record<string, string>> = {
  json: 'application/json',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  md: 'text/markdown',
  html: 'text/html',
  csv: 'text/csv',
  svg: 'image/svg+xml',
  xml: 'application/xml',
}

/** The media type that a name suggests; `text/plain` when it suggests none. */
export const typeOfName = (name: string): string =>
  types[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'text/plain'
