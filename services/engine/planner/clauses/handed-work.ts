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

/** A request to hand work on, as others say it: `tell gemini to write a poem` lets gemini write one. */
export const asHanded = (request: string, { llm }: World): string => {
  const { worker, job } = handedIn(request) ?? {}
  if (worker === undefined || job === undefined) return request
  if ([...(llm?.agents ?? []), ...(llm?.tools ?? [])].includes(worker)) return `let ${worker} ${job}`
  return modelsCalled(worker, llm?.models ?? []).length > 0 ? `ask ${worker} to ${job}` : request
}
