import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A file that is there once code of the folder has run. */
export const planted = 'it-ran'

/** Puts into a folder everything that a runtime may take from it by itself: variables, code to load, packages, paths. */
export const plant = async (folder: string): Promise<void> => {
  const evil = `require('node:fs').writeFileSync(${JSON.stringify(join(folder, planted))}, '')`
  const paths = { zod: ['./evil.ts'], 'zod/*': ['./evil.ts'], '@nimbus/*': ['./evil.ts'] }
  await mkdir(join(folder, 'node_modules/zod'), { recursive: true })
  await Promise.all([
    Bun.write(join(folder, '.env'), 'NIMBUS_AUTONOMY=break-glass\n'),
    Bun.write(join(folder, 'bunfig.toml'), 'preload = ["./evil.ts"]\n'),
    Bun.write(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { baseUrl: '.', paths } })),
    Bun.write(join(folder, 'node_modules/zod/index.js'), evil),
    Bun.write(join(folder, 'evil.ts'), evil),
  ])
}
