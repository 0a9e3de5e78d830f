import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claimFolder, hasStaleClaim } from '../../../src/archive/claims/folder-claim.ts'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import { tempFolder } from '../support/temp-folder.ts'

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

  test('takes over from processes that died, and takes away what they left', () => {
    const folder = folderWith(DEAD, DEAD)
    mkdirSync(join(folder, '.runlab-claim-making-abcdef'))
    writeFileSync(join(folder, '.runlab-claim-making-abcdef/owner'), DEAD)
    expect(hasStaleClaim(folder)).toBe(true)
    const claim = claimFolder(folder)
    expect(readdirSync(folder)).toEqual(['.runlab-claim-3'])
    expect(hasStaleClaim(folder)).toBe(false)
    expect(claimFolder(folder)).toBeNull()
    claim?.release()
    expect(readdirSync(folder)).toEqual([])
  })

  test('is not had beside one of a higher number, whose lower ones are gone', () => {
    const folder = folderWith(DEAD)
    const claim = claimFolder(folder)
    expect(readdirSync(folder)).toEqual(['.runlab-claim-2'])
    expect(claimFolder(folder)).toBeNull()
    expect(readdirSync(folder)).toEqual(['.runlab-claim-2'])
    claim?.release()
    expect(claimFolder(folder)).not.toBeNull()
  })

  test('on a folder that is gone is an error', () => {
    const folder = tempFolder()
    rmSync(folder, { recursive: true })
    expect(() => claimFolder(folder)).toThrow(expect.objectContaining({ code: 'ENOENT' }))
    expect(hasStaleClaim(folder)).toBe(false)
  })
})
