import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claimFolder, hasStaleClaim } from '../../src/archive/folder-claim.ts'
import { describeProcess } from '../../src/archive/liveness.ts'
import { tempFolder } from './support/temp-folder.ts'

const me = describeProcess()
const DEAD = JSON.stringify({ ...me, startTime: '1' })
const ELSEWHERE = JSON.stringify({ ...me, host: 'elsewhere' })

function folderWith(...claims: readonly string[]): string {
  const folder = tempFolder()
  for (const [i, claim] of claims.entries()) writeFileSync(join(folder, `.runlab-claim${i === 0 ? '' : `-${i + 1}`}`), claim)
  return folder
}

describe('a claim', () => {
  test('is had by one at a time, and leaves nothing behind', () => {
    const folder = tempFolder()
    const claim = claimFolder(folder)
    expect(claimFolder(folder)).toBeNull()
    claim?.release()
    expect(readdirSync(folder)).toEqual([])
    expect(claimFolder(folder)).not.toBeNull()
  })

  test.each<[string, string]>([
    ['of a process of another host', ELSEWHERE],
    ['that names nobody', ''],
  ])('%s stays', (_what, claim) => {
    const folder = folderWith(claim)
    expect(claimFolder(folder)).toBeNull()
    expect(hasStaleClaim(folder)).toBe(false)
  })

  test('of a process that died is followed by the next', () => {
    const folder = folderWith(DEAD, DEAD)
    expect(hasStaleClaim(folder)).toBe(true)
    const claim = claimFolder(folder)
    expect(existsSync(join(folder, '.runlab-claim-3'))).toBe(true)
    expect(hasStaleClaim(folder)).toBe(false)
    expect(claimFolder(folder)).toBeNull()
    claim?.release()
    expect(readdirSync(folder)).toHaveLength(2)
  })

  test('on a folder that is gone is an error', () => {
    const folder = tempFolder()
    rmSync(folder, { recursive: true })
    expect(() => claimFolder(folder)).toThrow(expect.objectContaining({ code: 'ENOENT' }))
    expect(hasStaleClaim(folder)).toBe(false)
  })
})
