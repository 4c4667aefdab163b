import { expect, test } from 'bun:test'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from './find-program.ts'

test('a folder on PATH that cannot be looked into holds nothing, and the next is searched', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nimbus-path-'))
  try {
    const [circle, bin] = [join(folder, 'circle'), join(folder, 'bin')]
    // What nobody may enter and what leads in a circle fail alike, and the second does so for root as well.
    symlinkSync(circle, circle)
    mkdirSync(bin)
    writeFileSync(join(bin, 'tool'), '#!/bin/sh\n')
    chmodSync(join(bin, 'tool'), 0o755)
    const tool = { binaries: ['tool'], override: 'NIMBUS_TOOL' }
    expect(findProgram(tool, { PATH: `${circle}:${bin}` })).toBe(join(bin, 'tool'))
    expect(findProgram({ ...tool, binaries: [join(circle, 'tool')] }, { PATH: bin })).toBeUndefined()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
