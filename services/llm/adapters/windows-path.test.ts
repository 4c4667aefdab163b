import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { isWindowsPath, windowsPath, wslPath } from './windows-path.ts'

test.each([
  ['C:\\Users\\Ada Lovelace\\a.txt', '/mnt/c/Users/Ada Lovelace/a.txt'],
  ['d:/tools/claude.exe', '/mnt/d/tools/claude.exe'],
  ['C:\\', '/mnt/c'],
  ['\\\\wsl.localhost\\Ubuntu\\home\\ada', '/home/ada'],
  ['\\\\wsl$\\Debian\\tmp', '/tmp'],
  ['\\\\wsl.localhost\\Ubuntu', '/'],
  ['/usr/bin/claude', '/usr/bin/claude'],
  ['relative/path', 'relative/path'],
  ['C:relative', 'C:relative'],
] as const)('WSL sees %s as %s', (windows, linux) => {
  expect(wslPath(windows)).toBe(linux)
})

test.each([
  ['/mnt/c/Users/ada', 'C:\\Users\\ada'],
  ['/mnt/c', 'C:\\'],
  ['/mnt/data/x', '\\\\wsl.localhost\\Ubuntu\\mnt\\data\\x'],
  ['/home/ada/a b.txt', '\\\\wsl.localhost\\Ubuntu\\home\\ada\\a b.txt'],
  ['C:\\already', 'C:\\already'],
] as const)('Windows sees %s as %s', (linux, windows) => {
  expect(windowsPath(linux, 'Ubuntu')).toBe(windows)
})

test('what cannot be named on the other side is not guessed', () => {
  expect(wslPath('\\\\server\\share\\a')).toBeUndefined()
  expect(windowsPath('relative', 'Ubuntu')).toBeUndefined()
  expect(windowsPath('/home/back\\slash', 'Ubuntu')).toBeUndefined()
})

test('drives may be mounted elsewhere', () => {
  expect(wslPath('C:\\x', '/windows')).toBe('/windows/c/x')
  expect(windowsPath('/windows/c/x', 'Ubuntu', '/windows')).toBe('C:\\x')
})

test('a path of Linux comes back from Windows as it was', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9._ -]{1,12}$/)
  fc.assert(
    fc.property(
      fc.array(name, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('', '/mnt/c', '/mnt/z'),
      (names, root) => {
        const path = `${root}/${names.join('/')}`
        const windows = windowsPath(path, 'Ubuntu') ?? ''
        expect(isWindowsPath(windows)).toBe(true)
        expect(wslPath(windows)).toBe(path)
      },
    ),
  )
})
