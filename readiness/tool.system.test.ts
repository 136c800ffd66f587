// readiness/tool.system.test.ts: version and revision of a real checkout, clean and changed. Touches no other.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempDisposableSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isSameTool, toolIdentity } from './tool.ts'

/** A newer Git tidies up behind a commit's back, while the folder is being removed: it is told not to. */
const SETTINGS = ['user.name=t', 'user.email=t@example.org', 'maintenance.auto=false', 'gc.auto=0']

const git = (path: string, ...args: string[]): string =>
  execFileSync('git', ['-C', path, ...SETTINGS.flatMap((setting) => ['-c', setting]), ...args], {
    encoding: 'utf8',
  }).trim()

test('version and revision, with local changes said, and unknown outside a checkout of its own', () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), 'sansang-tool-'))
  const { path } = dir
  writeFileSync(join(path, 'package.json'), '{"version":"1.2.3"}')
  expect(toolIdentity(path)).toEqual({ name: 'sansang', version: '1.2.3', revision: 'unknown' })
  git(path, 'init', '-q')
  git(path, 'add', '.')
  git(path, 'commit', '-qm', 'x')
  const revision = git(path, 'rev-parse', 'HEAD')
  expect(toolIdentity(path).revision).toBe(revision)
  writeFileSync(join(path, 'evidence.csv'), 'an untracked file changes no code')
  expect(toolIdentity(path).revision).toBe(revision)
  writeFileSync(join(path, 'package.json'), '{"version":"1.2.4"}')
  expect(toolIdentity(path)).toEqual({ name: 'sansang', version: '1.2.4', revision: `${revision}-dirty` })
  mkdirSync(join(path, 'inner'))
  writeFileSync(join(path, 'inner', 'package.json'), '{"version":"9.9.9"}')
  expect(toolIdentity(join(path, 'inner')).revision).toBe('unknown')
})

test('canary: a criterion nobody committed, a hidden change, and Git’s answer for another repository', () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), 'sansang-tool-'))
  const { path } = dir
  mkdirSync(join(path, 'checks'))
  writeFileSync(join(path, 'package.json'), '{"version":"1.2.3"}')
  writeFileSync(join(path, 'checks', 'EQ-01.yaml'), 'rule: a')
  git(path, 'init', '-q')
  git(path, 'add', '.')
  git(path, 'commit', '-qm', 'x')
  const revision = git(path, 'rev-parse', 'HEAD')
  writeFileSync(join(path, 'checks', 'EQ-02.yaml'), 'rule: b')
  expect(toolIdentity(path).revision).toBe(`${revision}-dirty`)
  rmSync(join(path, 'checks', 'EQ-02.yaml'))
  expect(toolIdentity(path).revision).toBe(revision)
  git(path, 'update-index', '--assume-unchanged', 'checks/EQ-01.yaml')
  writeFileSync(join(path, 'checks', 'EQ-01.yaml'), 'rule: true')
  expect(toolIdentity(path).revision).toBe(`${revision}-dirty`)
  using elsewhere = mkdtempDisposableSync(join(tmpdir(), 'sansang-tool-'))
  git(elsewhere.path, 'init', '-q')
  git(elsewhere.path, 'commit', '-q', '--allow-empty', '-m', 'another')
  process.env['GIT_DIR'] = join(elsewhere.path, '.git')
  try {
    expect(toolIdentity(path).revision).toBe(`${revision}-dirty`)
  } finally {
    delete process.env['GIT_DIR']
  }
})

test('only a known, clean revision is the same as itself', () => {
  const tool = (revision: string, version = '1.0.0') => ({ name: 'sansang', version, revision }) as const
  const commit = 'c'.repeat(40)
  expect(isSameTool(tool(commit), tool(commit))).toBe(true)
  expect(isSameTool(tool(commit), tool('d'.repeat(40)))).toBe(false)
  expect(isSameTool(tool(commit), tool(commit, '1.0.1'))).toBe(false)
  expect(isSameTool(tool('unknown'), tool('unknown'))).toBe(false)
  expect(isSameTool(tool(`${commit}-dirty`), tool(`${commit}-dirty`))).toBe(false)
})
