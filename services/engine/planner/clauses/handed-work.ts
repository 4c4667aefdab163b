import type { World } from '../surroundings.ts'

/** Verbs of work on texts and code, which nothing here does but models, agents and agent programs. */
const working =
  'summari[sz]e|translate|explain|describe|review|shorten|rewrite|proofread|rephrase|paraphrase|refactor|document|analy[sz]e|improve|draft'

/** Verbs with which somebody who is spoken to is given something to do. */
const doing = `(?:${working}|look|check|write|fix|test|add|make|create|implement|answer|investigate)\\b`

/** How people hand work on: the first group is who does it, the second what it is. */
const ways: readonly RegExp[] = [
  /^(?:give|hand)(?: over)?(?: to)? (?:the |our |my )?(\S+) (?:the |this |a |another |following )*(?:task|job)(?: to |: ?| of )(.+)$/is,
  /^tell (?:the |our |my )?(\S+) to (.+)$/is,
  new RegExp(`^with (?:the |our |my )?([^\\s,]+), ?(${doing} .+)$`, 'is'),
  new RegExp(`^([^\\s,]+), (?:please )?(${doing} .+)$`, 'is'),
]

/** The same, where what it is stands first. */
const behind = new RegExp(
  `^((?:${working}) .+?),? (?:with|using|by|via) (?:the |our |my )?(?:agent |model )?(\\S+?)(?: agent| model)?[.!]?$`,
  'is',
)

/** The models that a word may name: a whole id, what follows its provider, or a part of that. */
const modelsCalled = (said: string, models: readonly string[]): readonly string[] => {
  const own = (each: string): string => each.split('/').at(-1) ?? ''
  const whole = models.filter((each) => each === said || own(each) === said)
  const isBegun = (each: string): boolean => said.includes('-') && own(each).startsWith(`${said}-`)
  return whole.length > 0 ? whole : models.filter((each) => isBegun(each) || own(each).split(/[-.:]/).includes(said))
}

/** Who is to do what, if a request may be read as handing work on, whoever that is. */
const handedIn = (request: string): { worker: string; job: string } | undefined => {
  const said = request.trim().replace(/^(?:please|pls) /i, '')
  const [work, who] = (behind.exec(said) ?? []).slice(1)
  const [by, task] = ways.flatMap((way) => way.exec(said)?.slice(1) ?? [])
  const [worker, job] = who === undefined ? [by, task] : [who, work]
  return worker === undefined || job === undefined || /["“`]/.test(request)
    ? undefined
    : { worker: worker.toLowerCase(), job }
}

/** Whether it is worth to know which agents, agent programs and models there are, because one may be handed work. */
export const mayHandOn = (request: string): boolean => handedIn(request) !== undefined

/** How people have somebody do or say something: who it is, and what. */
const letting =
  /^((?:please |pls |can you |could you )?(?:let|have|get|make|ask) (?:the |our |my )?)(\S+?)( agent| model)?(?: to\b|:|,)? (.+?)[.!]?$/is

/** Where the answer goes, behind what is to be done: `and store the answer in report.md`, `, with the result going to a.md`. */
const answered =
  /(?:,| and|, and) (?:please )?(?:(?:store|save|put|write)(?: down)? (?:the |its |his |her )?(?:answer|result|results|output|response|outcome|it|that) (?:to|into|in|as|under|at)|save (?:to|into|as)|with the (?:answer|result|output|response) (?:going |written |stored |saved )?(?:to|into|in)|(?:the )?(?:answer|result|output|response) (?:goes |should go |to go )?(?:to|into|in)) (?:the file )?([\w./-]+\.\w+)$/i

/** Quotation marks, of which the first that a text has not may stand around it. */
const quotes: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ['“', '”'],
  ["'", "'"],
]

/** What of an order to somebody is said besides, so that it is no part of what is to be done. */
const besides = /\n|;|\bthen\b|\btokens\b|\bas context\b|\bseconds?\b|\bminutes?\b|\btemperature\b/i

/** A text that is quoted as a whole, or with words before it that only lead to it. */
const isQuoted = /^(?:(?:do|run|this|that|the|following|task|question|prompt)\W+)*["“`']/i

/** An order to somebody here whose parts are told apart: what it is, the files here that it is about, and where the answer goes. */
const toldApart = (request: string, { llm, fileSet }: World): string => {
  const [start, worker, word = '', job] = (letting.exec(request.trim()) ?? []).slice(1)
  if (start === undefined || worker === undefined || job === undefined || besides.test(job) || isQuoted.test(job))
    return request
  const isAgent = llm?.agents?.includes(worker.toLowerCase()) === true
  const isTool = llm?.tools?.includes(worker.toLowerCase()) === true
  const isKnown =
    isAgent || isTool || /^(?:model|llm|ai)$/i.test(worker) || modelsCalled(worker, llm?.models ?? []).length > 0
  const asks = /ask (?:the |our |my )?$/i.test(start)
  const output = answered.exec(job)?.[1]
  const task = job.replace(answered, '')
  const hasQuote = /["“`]|(?:^|\s)'/.test(task)
  const about = [...new Set(task.match(/[\w./-]+\.\w+/g))].filter((file) => fileSet.has(file))
  const [open, close] = quotes.find((pair) => pair.every((each) => !task.includes(each))) ?? []
  if (!isKnown || open === undefined) return request
  if (!hasQuote && (asks || !isAgent || (output === undefined && about.length === 0))) return request
  const context = about.length === 0 ? '' : ` with ${about.join(' and ')} as context`
  const answer = output === undefined ? '' : `${context && ','} and put the answer in ${output}`
  return `${start}${worker}${word} ${asks ? '' : 'do '}${open}${task}${close}${context}${answer}`
}

/** A request to hand work on, as others say it: `tell gemini to write a poem` lets gemini write one. */
export const asHanded = (request: string, world: World): string => {
  const { llm } = world
  const { worker, job } = handedIn(request) ?? {}
  if (worker === undefined || job === undefined) return toldApart(request, world)
  if ([...(llm?.agents ?? []), ...(llm?.tools ?? [])].includes(worker)) return toldApart(`let ${worker} ${job}`, world)
  return modelsCalled(worker, llm?.models ?? []).length > 0 ? `ask ${worker} to ${job}` : request
}
