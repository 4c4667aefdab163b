import { stemOf } from './stem.ts'

/** What people do things for or around: occasions, papers, and people who wait for them. None of it is a thing to work on. */
const text = `
lunch breakfast dinner coffee break standup meeting call demo presentation talk workshop training course class lecture lab exercise
assignment homework thesis exam seminar university school study hackathon interview tutorial article book blogpost paper
review retro retrospective sprint quarter release launch golive deadline handover onboarding offboarding migration incident outage
postmortem audit auditor auditors assessment compliance board investor investors stakeholder stakeholders management finance
accounting accountant legal procurement boss manager lead leadership cto ceo ciso team teams squad colleague colleagues coworker
client clients customer customers partner partners newcomer newcomers trainee intern junior student students teacher professor
weekend holiday holidays vacation christmas easter monday tuesday wednesday thursday friday saturday sunday tomorrow tonight noon
midnight morning afternoon evening night record request ticket paperwork documentation evidence slide slides newsletter wiki
service services app application apps backend frontend api portal microservice site startup company business product shop platform website webshop hobby side experiment poc pilot prototype trial proof campaign
initiative effort forecast budget estimate discussion comparison reference curiosity fun purpose purposes reason reasons report reports reporting
change changes upgrade rollout committee officer steering supervisor director executive executives secretary people person gentleman lady developers engineer engineers owner owners neighbour consultant consultants contractor contractors vendor supplier
regulator regulators inspector insurer insurance bank tax taxes chat thread email mail spreadsheet sheet dashboard runbook
programme program project projects event events conference drill rehearsal cutover switchover handoff refinement
`

/** Stems of occasions. */
export const occasions: ReadonlySet<string> = new Set(
  text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((word) => [word, stemOf(word)]),
)
