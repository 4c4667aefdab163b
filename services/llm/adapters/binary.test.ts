import { expect, test } from 'bun:test'
import type { Platform } from '../config/settings.ts'
import { configuration } from '../config/testing.ts'
import { binariesOf, isWindowsProgram } from './binary.ts'
import { platformOf } from './platform.ts'
import { plainTool } from './testing.ts'

const env = { HOME: '/home/ada', TOOLS: 'tools' }
const names = (binary: string | Record<string, string>, platform: Platform) =>
  binariesOf(plainTool('t', { binary }), platform, env)

test.each([
  ['claude', 'linux', ['claude']],
  ['claude', 'darwin', ['claude']],
  ['claude', 'win32', ['claude.exe', 'claude.cmd', 'claude.bat']],
  ['claude.cmd', 'win32', ['claude.cmd']],
  ['claude', 'wsl', ['claude', 'claude.exe']],
  ['~/bin/claude', 'linux', ['/home/ada/bin/claude']],
  ['C:\\Program Files\\claude.exe', 'win32', ['C:\\Program Files\\claude.exe']],
  ['C:\\Program Files\\claude.exe', 'wsl', ['/mnt/c/Program Files/claude.exe']],
] as const)('%s on %s is %p', (binary, platform, expected) => {
  expect(names(binary, platform)).toEqual([...expected])
})

test('a binary for each platform; WSL takes the one of Linux when it has none of its own', () => {
  const each = { linux: 'l', darwin: 'd', win32: 'w.exe' }
  expect(names(each, 'linux')).toEqual(['l'])
  expect(names(each, 'win32')).toEqual(['w.exe'])
  expect(names(each, 'wsl')).toEqual(['l', 'l.exe'])
  expect(names({ darwin: 'd' }, 'linux')).toEqual([])
})

test('a tool that is not for a platform has no binary there', () => {
  const tool = plainTool('t', { platforms: ['darwin'] })
  expect(binariesOf(tool, 'linux', env)).toEqual([])
  expect(binariesOf(tool, 'darwin', env)).toEqual(['t'])
})

test('a relative path is refused by name', () => {
  expect(() => names('./claude', 'linux')).toThrow('./claude is a relative path')
  expect(() => names('bin\\claude.exe', 'win32')).toThrow('is a relative path')
})

test('the variables of a path are filled in once, where it is read', async () => {
  const paths = ['${TOOLS}/x', '${NONE:-/usr}/x', '/opt/$${TOOLS}/x', '${HELD}/x']
  const tools = paths.map((path, n) => `  t${n}: { binary: "${path}", prompt: stdin }\n`).join('')
  await using files = await configuration(`tools:\n${tools}`, { env: { TOOLS: '/opt', HELD: '/a/${TOOLS}' } })
  const { settings } = await files.read()
  const found = paths.map((_, n) => {
    const tool = settings.tools[`t${n}`]
    return tool && binariesOf(tool, 'linux', env)
  })
  expect(found).toEqual([['/opt/x'], ['/usr/x'], ['/opt/${TOOLS}/x'], ['/a/${TOOLS}/x']])
})

test.each([
  [{ os: 'linux', env: {}, release: '6.8.0-generic' }, 'linux'],
  [{ os: 'linux', env: { WSL_DISTRO_NAME: 'Ubuntu' }, release: '5.15' }, 'wsl'],
  [{ os: 'linux', env: {}, release: '5.15.153.1-microsoft-standard-WSL2' }, 'wsl'],
  [{ os: 'darwin', env: {}, release: '24.0' }, 'darwin'],
  [{ os: 'win32', env: {}, release: '10.0' }, 'win32'],
  [{ os: 'freebsd', env: {}, release: '14' }, 'linux'],
] as const)('%p is %s', (machine, platform) => {
  expect(platformOf(machine)).toBe(platform)
})

test('inside WSL a program of Windows is told by its ending', () => {
  expect(isWindowsProgram('/mnt/c/claude.EXE', 'wsl')).toBe(true)
  expect(isWindowsProgram('/usr/bin/claude', 'wsl')).toBe(false)
  expect(isWindowsProgram('/opt/claude.exe', 'linux')).toBe(false)
})
