// Writes docs/reference from the catalog: a page a service, and snapshots of what the surfaces show.
import { join } from 'node:path'
import { mainName } from '@nimbus/kernel'
import { openApiDocument } from '@nimbus/surfaces/openapi'
import { builtIn, services } from '../apps/nimbus/catalog.ts'
import { loadFronts } from '../apps/nimbus/open.ts'
import { version } from '../apps/nimbus/package.json'
import { surfaceCommands } from '../apps/nimbus/surface-commands.ts'
import { commandHelp, mainHelp } from '../packages/surfaces/cli/help.ts'
import { styleFor } from '../packages/surfaces/cli/style.ts'
import { toTool } from '../packages/surfaces/mcp/tool.ts'
import { report, settle } from './generated-files.ts'

const entries = builtIn.list()
const plain = styleFor(false, {})

const page = (name: string): string => {
  const service = services.find((each) => each.name === name)
  const own = entries.filter((entry) => entry.service === name)
  return [
    `# ${name}`,
    '',
    `${service?.summary}. Port ${service?.port}${service?.stream ? `, streams on ${service.stream}` : ''}.`,
    '',
    '| command | effect | what it does |',
    '|---|---|---|',
    ...own.map(
      (entry) =>
        `| [\`nimbus ${mainName(entry)}\`](#${entry.id.replace('.', '')}) | ${entry.effect} | ${entry.summary} |`,
    ),
    '',
    ...own.flatMap((entry) => [
      `## ${entry.id}`,
      '',
      '```',
      commandHelp(entry, plain).split('\n\nEvery command takes')[0] ?? '',
      '```',
      '',
      ...Object.entries(entry.exclude).map(([surface, reason]) => `Not on ${surface}: ${reason}.\n`),
    ]),
  ].join('\n')
}

const httpFronts = (await loadFronts([])).filter((front) => front.kind === 'http')

const files: Record<string, string> = {
  'help.txt': `${mainHelp(entries, services, surfaceCommands, plain)}\n`,
  'openapi.json': `${JSON.stringify(openApiDocument(entries, services, version, httpFronts), null, 1)}\n`,
  'mcp-tools.json': `${JSON.stringify(entries.filter(({ exclude }) => !exclude.mcp).map(toTool), null, 1)}\n`,
  ...Object.fromEntries(services.map(({ name }) => [`commands/${name}.md`, page(name)])),
}

report(
  'reference',
  await settle(join(import.meta.dir, '../docs/reference'), files),
  'bun scripts/generate-reference.ts',
)
