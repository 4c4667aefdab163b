import { regionCodes } from '../values/regions.ts'
import { numberOf } from './numbers.ts'

const areas = [...new Set(regionCodes.map((code) => code.slice(0, 2)))]

const digits = (word: string): string => String(numberOf(word) ?? word)

/** Endings of files as they are said. */
const endings = 'tf|tfvars|tfplan|md|markdown|yaml|yml|json|ts|js|py|go|txt|env|toml|log|csv|sh'

const count = 'one|two|three|four|five|six|seven|eight|nine|ten|\\d+'

/** Ways in which signs are said aloud, each with what is written for it. */
const spoken: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  // `u s west two`, `eu central one`
  [
    new RegExp(
      `\\b(${areas.map((area) => area.split('').join('\\.?[ -]?')).join('|')})\\.?[ -]((?:north|south)?[ -]?(?:east|west)|north|south|central)[ -](${count})\\b`,
      'gi',
    ),
    (_, area = '', side = '', number = '') =>
      [area.replaceAll(/[^a-z]/gi, ''), side.replaceAll(/[ -]/g, ''), digits(number)].join('-').toLowerCase(),
  ],
  [/\b(\w+) underscore (?=\w)/gi, (_, before = '') => `${before}_`],
  [
    /\b(\w*_\w+|(?<=\bvar(?:iable)? )\w+) (?:equals|is equal to|equal to) (\S+)/gi,
    (_, name = '', value = '') => `${name}=${digits(value)}`,
  ],
  [/\b(?:dash dash|double dash) (?=[a-z])/gi, () => '--'],
  [
    /(?<=\b(?:in|the|our|my|read|show|of|open|cat) )dot (env|gitignore)\b/gi,
    (_, name = '') => `.${name.toLowerCase()}`,
  ],
  [new RegExp(`(?<=[\\w-]) (?:dot|point) (${endings})\\b`, 'gi'), (_, ending = '') => `.${ending.toLowerCase()}`],
  [/(?<=[\w-]) (?:forward )?slash (?=[\w-])/gi, () => '/'],
]

/** A request in which signs that were said aloud are written. What stands in quotation marks stays as it is. */
export const undictated = (request: string): string =>
  request
    .split(/("[^"]*"|“[^”]*”|`[^`]*`)/)
    .map((part, at) =>
      at % 2 === 1 ? part : spoken.reduce((text, [pattern, written]) => text.replaceAll(pattern, written), part),
    )
    .join('')
