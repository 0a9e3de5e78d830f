import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { managerFor } from '../../../src/reproduce/workspace/choose-manager.ts'

function needs(manager: string, lockfile: string, declared = ''): readonly unknown[] {
  const folder = mkdtempSync(join(tmpdir(), 'runlab-managers-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ packageManager: declared }))
  writeFileSync(join(folder, 'lock'), lockfile)
  const { spec, reads } = managerFor(manager, join(folder, 'lock'))
  return [spec, [1, 4, 7, 8, 9, 10].filter((major) => reads(major))]
}

describe('managerFor', () => {
  test('tells by the format of a lockfile which versions of a package manager read it', () => {
    expect(needs('pnpm', "lockfileVersion: '9.0'\n")).toEqual(['pnpm@9', [9, 10]])
    expect(needs('pnpm', "lockfileVersion: '6.0'\n")).toEqual(['pnpm@8', [8]])
    expect(needs('pnpm', 'lockfileVersion: 5.4\n')).toEqual(['pnpm@7', [7]])
    expect(needs('yarn', '# yarn lockfile v1\n')).toEqual(['yarn@1', [1]])
    expect(needs('yarn', '# generated\n\n__metadata:\n  version: 8\n')).toEqual(['@yarnpkg/cli-dist@4', [4, 7, 8, 9, 10]])
    expect(needs('bun', '{ "lockfileVersion": 1 }')).toEqual(['bun@latest', [1, 4, 7, 8, 9, 10]])
  })

  test('takes exactly the version that package.json names, without its hash', () => {
    expect(needs('pnpm', "lockfileVersion: '9.0'\n", 'pnpm@10.2.1+sha512.abc')).toEqual(['pnpm@10.2.1', [9, 10]])
    expect(needs('yarn', '__metadata:\n', 'yarn@4.5.0')[0]).toBe('@yarnpkg/cli-dist@4.5.0')
    expect(needs('yarn', '# yarn lockfile v1\n', 'pnpm@9.0.0')[0]).toBe('yarn@1')
  })
})
