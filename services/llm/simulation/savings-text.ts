import { dollars } from '@nimbus/money'
import { alignedRows } from '@nimbus/text-table'
import type { Savings } from './savings.ts'

const calls = (count: number): string => `${count} call${count === 1 ? '' : 's'}`
const share = (part: number, whole: number): string => (whole === 0 ? '0 %' : `${Math.round((100 * part) / whole)} %`)

const doubts = ({ unknownPrice, unroutable, unlabelled, moderate, judged }: Savings): string[] => {
  const hardAsSimple = judged.hard?.simple ?? 0
  const simple = Object.values(judged.simple ?? {}).reduce((sum, count) => sum + count, 0)
  const hard = Object.values(judged.hard ?? {}).reduce((sum, count) => sum + count, 0)
  return [
    ...(unknownPrice > 0 ? [`${calls(unknownPrice)} without a known price: in no sum`] : []),
    ...(unroutable > 0 ? [`${calls(unroutable)} that the policy finds nobody for: left where they are`] : []),
    ...(unlabelled > 0 ? [`of ${calls(unlabelled)} nobody said how hard they were`] : []),
    ...(moderate.downgraded > 0
      ? [`${moderate.downgraded} of ${moderate.labelled} moderate tasks go to a cheaper model, and their savings count`]
      : []),
    ...(simple + hard > 0
      ? [
          `by their text alone the router takes ${share(judged.simple?.simple ?? 0, simple)} of the simple tasks for simple, and ${share(hardAsSimple, hard)} of the hard ones`,
        ]
      : []),
    'another model may write longer or shorter answers, which no log can say: tokens are taken as they are',
  ]
}

/** As many lines of the log as a person looks up. */
const mostLines = 5

const linesText = (lines: readonly number[]): string => {
  const more = lines.length - mostLines
  return `line${lines.length === 1 ? '' : 's'} ${lines.slice(0, mostLines).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const savesText = ({ calls: count, saved, unknownPrice }: Savings['moved'][number]): string => {
  if (unknownPrice === count) return 'saves what nobody knows'
  return `saves ${dollars(saved)}${unknownPrice > 0 ? ` + ${unknownPrice} unknown` : ''}`
}

/** Savings for a terminal: the answer, the figures, which calls moved, and what speaks against it. */
export const savingsText = (savings: Savings): string => {
  const { costNow, costUnderPolicy, saved, savedPercent, hard, moved } = savings
  const kept =
    hard.keptPercent === null
      ? 'no call says that it was hard'
      : `${hard.keptPercent} %  (${hard.kept} of ${hard.labelled})`
  return [
    `${savedPercent} % saved on ${calls(savings.calls)}: ${dollars(saved)} of ${dollars(costNow)}`,
    '',
    ...alignedRows(
      [
        ['cost now', dollars(costNow)],
        ['cost under the policy', dollars(costUnderPolicy)],
        ['saved', dollars(saved), `${savedPercent} %`],
        [
          'not counted, from hard tasks',
          dollars(hard.downgraded.saved),
          hard.downgraded.calls > 0 ? calls(hard.downgraded.calls) : '',
        ],
      ],
      [1],
    ),
    `hard tasks kept on the large model  ${kept}`,
    ...(hard.short.labelled > 0
      ? [`of them short ones                  ${hard.short.kept} of ${hard.short.labelled}`]
      : []),
    ...(moved.length > 0
      ? [
          '',
          ...alignedRows(
            moved.map((move) => [
              `${move.from} → ${move.to}`,
              calls(move.calls),
              savesText(move),
              linesText(move.lines),
            ]),
            [1],
          ),
        ]
      : ['', 'no call goes elsewhere']),
    '',
    ...doubts(savings).map((line) => `! ${line}`),
  ].join('\n')
}
