import { type Catalog, invalid } from '@nimbus/kernel'
import { commandNames, matchCommand } from './commands.ts'
import { flagsOf, globalFlags } from './flags.ts'
import type { SurfaceCommand } from './help.ts'

const nextWords = (names: readonly string[], typed: readonly string[]): string[] => {
  const start = typed.length > 0 ? `${typed.join(' ')} ` : ''
  return names.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length).split(' ')[0] ?? '')
}

/** Flags of a command that starts a surface: those that operations share are not its own. */
const surfaceFlags = ({ flags = [] }: SurfaceCommand): string[] => [
  ...flags.map(([flag]) => flag.split(' ', 1)[0] ?? ''),
  '--help',
]

/** What could come next after these words; the last one may be incomplete. */
export const complete = (
  catalog: Pick<Catalog, 'index' | 'get'>,
  surfaces: readonly SurfaceCommand[],
  words: readonly string[],
): string[] => {
  if (words[0] === 'help' && words.length > 1) return complete(catalog, surfaces, words.slice(1))
  const typed = words.slice(0, -1)
  const current = words.at(-1) ?? ''
  const surface = surfaces.find(({ name }) => name === typed[0])
  const names = [
    ...catalog.index().flatMap(commandNames),
    ...surfaces.map(({ name }) => name),
    ...Object.keys(scripts).map((shell) => `completion ${shell}`),
    'help',
    'version',
  ]
  const matched = matchCommand(catalog.index(), typed)
  const entry = matched && catalog.get(matched.entry.id)
  const flags = entry ? flagsOf(entry) : []
  const before = typed.at(-1)
  const valued = flags.find((flag) => `--${flag.name}` === before && flag.kind !== 'boolean')
  const values = (valued?.schema.enum ?? valued?.schema.items?.enum)?.map(String)
  const options = values
    ? values
    : current.startsWith('-')
      ? surface
        ? surfaceFlags(surface)
        : [
            ...flags.flatMap(({ name, kind }) => (kind === 'boolean' ? [`--${name}`, `--no-${name}`] : [`--${name}`])),
            ...globalFlags.map(({ name }) => `--${name}`),
          ]
      : nextWords(names, typed)
  return [...new Set(options)].filter((option) => option.startsWith(current)).sort()
}

const scripts: Record<string, string> = {
  bash: `_nimbus() {
  local IFS=$'\\n'
  COMPREPLY=($(nimbus completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  [ "\${#COMPREPLY[@]}" -eq 0 ] && compopt -o default
}
complete -F _nimbus nimbus
`,
  zsh: `#compdef nimbus
_nimbus() {
  local -a found
  found=("\${(@f)$(nimbus completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -a found; else _files; fi
}
compdef _nimbus nimbus
`,
  fish: `function __nimbus_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (nimbus completion words -- $words[2..] 2>/dev/null)
  if test -n "$found"
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c nimbus -f -a '(__nimbus_complete)'
`,
}

/** The completion script of a shell. Raises `unknown-shell` (exit 2). */
export const completionScript = (shell: string): string => {
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined
  if (script) return script
  throw invalid('unknown-shell', shell ? `There is no completion for ${shell}` : 'Name the shell to complete in', {
    next: `use one of ${Object.keys(scripts).join(', ')}: source <(nimbus completion bash)`,
  })
}
