import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseProcStat } from '../../src/internal/proc-stat.ts'

/** As Linux words it, of a program with a name that is meant to confuse. */
const statOf = (state: string, flags: number): string =>
  `42 (a) Z 1 (b) ${state} 7 42 42 34816 99 ${flags} 0 0 0 0 1 2 3 4 20 0 11 0 123456 0 0\n`

describe('what Linux says of a process', () => {
  test('is read behind the last parenthesis of its name', () => {
    expect(parseProcStat(statOf('S', 0x400000))).toEqual({
      ended: false,
      exiting: false,
      parent: 7,
      group: 42,
      foreground: 99,
      ticks: 10,
      startTime: '123456',
    })
  })

  test('tells one on its way out from one that lives, and from one that has ended', () => {
    expect(parseProcStat(statOf('R', 0x400004))).toMatchObject({ ended: false, exiting: true })
    expect(parseProcStat(statOf('Z', 0x400004))).toMatchObject({ ended: true, exiting: true })
  })

  test.runIf(process.platform === 'linux')('is right of this process', () => {
    const stat = parseProcStat(readFileSync('/proc/self/stat', 'utf8'))
    expect(stat).toMatchObject({ ended: false, exiting: false, parent: process.ppid })
  })
})
