import { expect, test } from 'bun:test'
import type { Platform } from '../config/settings.ts'
import { binariesOf, expandedPath, isWindowsProgram } from './binary.ts'
import { platformOf } from './platform.ts'
import { plainTool } from './testing.ts'

const env = { HOME: '/home/ada', TOOLS: '/opt/tools' }
const names = (binary: string | Record<string, string>, platform: Platform) =>
  binariesOf(plainTool('t', { binary }), platform, env)

test.each([
  ['claude', 'linux', ['claude']],
  ['claude', 'darwin', ['claude']],
  ['claude', 'win32', ['claude.exe', 'claude.cmd', 'claude.bat']],
  ['claude.cmd', 'win32', ['claude.cmd']],
  ['claude', 'wsl', ['claude', 'claude.exe']],
  ['~/bin/claude', 'linux', ['/home/ada/bin/claude']],
  [`\${TOOLS}/claude`, 'darwin', ['/opt/tools/claude']],
  [`\${NONE:-/usr/local}/claude`, 'linux', ['/usr/local/claude']],
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

test('a relative path and a variable that is not set are refused by name', () => {
  expect(() => names('./claude', 'linux')).toThrow('./claude is a relative path')
  expect(() => names('bin\\claude.exe', 'win32')).toThrow('is a relative path')
  expect(() => names(`\${NOWHERE}/claude`, 'linux')).toThrow('The variable NOWHERE is not set')
})

test('what a variable holds is not expanded again', () => {
  expect(expandedPath(`\${A}`, { A: `\${B}`, B: 'x' }, 'at')).toBe(`\${B}`)
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
