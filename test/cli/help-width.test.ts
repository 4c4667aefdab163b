import { expect, test } from 'bun:test'
import { product } from '@nimbus/testkit'
import { surfaceCommands } from '../../apps/nimbus/surface-commands.ts'
import { commandHelp, groupHelp, mainHelp, surfaceHelp } from '../../packages/surfaces/cli/help.ts'
import { styleFor } from '../../packages/surfaces/cli/style.ts'

const entries = product().catalog.list()
const plain = styleFor(false, {})

/** What must not be broken: commands to copy, and paragraphs that were written line by line. */
const asWritten = (help: string): string => help.replace(/\nExamples\n[\s\S]*?(\n\n|$)/, '\n\n')

test.each([40, 50, 80, 100])(
  'help fits a terminal of %d columns, but for a word, and a flag with its values',
  (width) => {
    const pages = [
      mainHelp(entries, product().services, surfaceCommands, plain, width).replace(
        /\nStart here\n[\s\S]*?\n\n/,
        '\n\n',
      ),
      ...surfaceCommands.map((surface) => asWritten(surfaceHelp(surface, plain, width))),
      ...product().services.map(({ name, summary }) =>
        groupHelp(
          `nimbus ${name} — ${summary}`,
          entries.filter(({ service }) => service === name),
          plain,
          width,
        ),
      ),
      ...entries.map((entry) => asWritten(commandHelp({ ...entry, description: '' }, plain, width))),
    ]
    const tooLong = pages
      .flatMap((page) => page.split('\n'))
      .filter((line) => Bun.stringWidth(line) > width && line.trim().includes(' ') && !/^ {2}--\S+ \S+$/.test(line))
    expect(tooLong).toEqual([])
  },
)
