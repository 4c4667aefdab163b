// Writes services/engine/planner/likeness/counts and weights from services/*/sayings.yaml, and weights from asides.yaml
// beside them as well. With --check it only compares.
import { join } from 'node:path'
import { z } from '@nimbus/kernel/define'
import { builtIn } from '../apps/nimbus/catalog.ts'
import { countsText } from '../services/engine/planner/likeness/counts.ts'
import { withPairs } from '../services/engine/planner/likeness/features.ts'
import { besideWishes, limitsOf, noLikeness } from '../services/engine/planner/likeness/likeness.ts'
import { piecesOf, readSaying, saysMore } from '../services/engine/planner/likeness/sayings.ts'
import { madeOf, weightsText } from '../services/engine/planner/likeness/standing.ts'
import { weigh } from '../services/engine/planner/likeness/weigh.ts'
import { vocabularyOf } from '../services/engine/planner/words/vocabulary.ts'
import { report, settle } from './generated-files.ts'

const root = join(import.meta.dir, '..')
const likeness = join(root, 'services/engine/planner/likeness')
const Sayings = z.record(z.string(), z.array(z.string()))

const vocabulary = vocabularyOf(builtIn.list(), noLikeness)
const readAll = async (glob: string) => {
  const files = await Array.fromAsync(new Bun.Glob(glob).scan({ cwd: root }))
  const texts = await Promise.all(files.sort().map((file) => Bun.file(join(root, file)).text()))
  return texts
    .flatMap((text) => Object.entries(Sayings.parse(Bun.YAML.parse(text))))
    .flatMap(([of, sayings]) => {
      const fields = vocabulary.byId.get(of)?.fields ?? []
      return sayings.map((text) => ({
        of,
        more: saysMore(text),
        pieces: piecesOf(text, fields, vocabulary),
        ...readSaying(text, fields, vocabulary),
      }))
    })
}
const said = await readAll('services/*/sayings.yaml')
const aside = await readAll('services/*/asides.yaml')

// A wish counts as it is and as it was said, so that what accompanies it does not hide it.
const wishes = said.flatMap(({ of, wish, whole, more }) =>
  (more ? [wish, whole] : [wish]).map((each) => ({ of, features: withPairs(each) })),
)
const words = said.flatMap(({ of, wish, beside, limits }) => [
  { of, features: new Set(wish) },
  ...(beside.length > 0 ? [{ of: besideWishes, features: new Set(beside) }] : []),
  ...(limits.length > 0 ? [{ of: `${limitsOf}${of}`, features: new Set(limits) }] : []),
])
const written = { 'wishes.txt': countsText(wishes, 3), 'words.txt': countsText(words, 2) }
const counted = await settle(join(likeness, 'counts'), written)

// How words stand is told by sayings that have more than a wish, and as many again that have not.
const alone = 3
const told = [...said, ...aside].filter(({ of, more }, at) => of !== 'nothing' && (more || at % alone === 0))
// What makes weights of them counts as well: weights of other features would tell nonsense.
const makers = ['context', 'standing', 'weigh'].map((name) => Bun.file(join(likeness, `${name}.ts`)).text())
const digest = new Bun.CryptoHasher('sha256').update(
  JSON.stringify([told.map(({ of, pieces }) => [of, pieces]), await Promise.all(makers)]),
)
const source = `made of ${digest.digest('hex')}`
const file = Bun.file(join(likeness, 'weights/standing.txt'))
const current = (await file.exists()) ? await file.text() : ''
const isCurrent = madeOf(current) === source || process.argv.includes('--check')
const text = isCurrent ? current.replace(madeOf(current), source) : weightsText(source, weigh(told))
const weighed = await settle(join(likeness, 'weights'), { 'standing.txt': text })
report(`${said.length} sayings counted`, [...counted, ...weighed], 'bun scripts/count-sayings.ts')
