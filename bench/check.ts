/**
 * Measures loading the grammar, parsing and checking a module of 25 files, from cold.
 *
 *   bun bench/check.ts [directory]
 *
 * Without a directory the files are the rules' own good examples, renamed apart: about the size of a full stack. The
 * floor is reading the same characters once. Run it in a fresh process each time: the first run is what a user waits for.
 */
// Everything is imported late, so that importing is measured.
export {}

const started = performance.now()
const { loadHcl } = await import('../packages/hcl/index.ts')
const { checkModules } = await import('../services/generator/check/check.ts')
const { loadModules } = await import('../services/generator/check/load.ts')
const { rules } = await import('../services/generator/rules/index.ts')
const imported = performance.now()

const files = await sources(process.argv[2])
const characters = files.reduce((total, { text }) => total + text.length, 0)
const prepared = performance.now()
const parse = await loadHcl()
const loaded = performance.now()
const modules = loadModules(files, parse)
const parsed = performance.now()
const result = checkModules(modules, rules)
const checked = performance.now()

const floorStart = performance.now()
let sum = 0
for (const { text } of files) for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at)
const floor = performance.now() - floorStart
if (sum === 0) throw new Error('nothing was read')

const row = (name: string, milliseconds: number) =>
  console.log(
    `${name.padEnd(22)} ${milliseconds.toFixed(1).padStart(8)} ms ${(milliseconds / floor).toFixed(0).padStart(6)}×`,
  )
console.log(
  `${files.length} files, ${characters} characters, ${rules.length} rules, ${result.findings.length} findings`,
)
row('import', imported - started)
row('load the grammar', loaded - prepared)
row('parse', parsed - loaded)
row('check', checked - parsed)
row('from cold, in all', checked - started - (prepared - imported))
row('floor: read the text', floor)

async function sources(directory: string | undefined): Promise<{ path: string; text: string }[]> {
  if (directory === undefined) return examples()
  const paths = await Array.fromAsync(new Bun.Glob('**/*.{tf,tfvars,tf.json}').scan({ cwd: directory }))
  return Promise.all(paths.sort().map(async (path) => ({ path, text: await Bun.file(`${directory}/${path}`).text() })))
}

function examples(): { path: string; text: string }[] {
  const texts = rules.flatMap(({ kind, examples: { good } }, index) =>
    kind === 'root'
      ? []
      : good.map((text) =>
          text.replaceAll(/" "(\w+)"|\.main\b/g, (found, name) => (name ? `" "${name}_${index}"` : `.main_${index}`)),
        ),
  )
  const each = Math.ceil(texts.length / 25)
  return Array.from({ length: 25 }, (_, index) => ({
    path: `part${index}.tf`,
    text: texts.slice(index * each, (index + 1) * each).join('\n\n'),
  }))
}
