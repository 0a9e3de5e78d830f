import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LogWriter } from '../../../src/archive/writing/log-writer.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { testWith } from '../../support/needs.ts'

interface Scene {
  readonly log: LogWriter
  readonly file: string
  /** Sets the clock: seconds after 15:24:00. */
  readonly at: (seconds: number) => void
  readonly read: () => string
  /** What has been written without its timestamps. */
  readonly lines: () => string[]
}

function scene(): Scene {
  const file = join(tempFolder(), 'experiment_out.log')
  let time = new Date(2026, 10, 3, 15, 24, 0, 7)
  const log = new LogWriter({ file, now: () => time })
  const read = (): string => readFileSync(file, 'utf8')
  return {
    log,
    file,
    at: (seconds) => {
      time = new Date(2026, 10, 3, 15, 24, seconds, 7)
    },
    read,
    lines: () =>
      read()
        .split('\n')
        .slice(0, -1)
        .map((line) => line.slice('2026-11-03 15:24:00.007  '.length)),
  }
}

test('a line is in the file, with local time, when its end has come', () => {
  const { log, read, at } = scene()
  log.write('out', 'one\ntwo')
  expect(read()).toBe('2026-11-03 15:24:00.007  one\n')
  at(5)
  log.write('out', ' more\n\nthree\n')
  expect(read()).toBe(
    '2026-11-03 15:24:00.007  one\n2026-11-03 15:24:00.007  two more\n2026-11-03 15:24:05.007\n2026-11-03 15:24:05.007  three\n',
  )
})

test('unfinished lines of the two streams do not mix, and are written at the end', () => {
  const { log, lines } = scene()
  log.write('out', 'out 1')
  log.write('err', 'err 1')
  log.write('out', ' and 2\nout 3')
  log.write('err', ' and 2')
  expect(lines()).toEqual(['out 1 and 2'])
  log.close()
  expect(lines()).toEqual(['out 1 and 2', 'out 3', 'err 1 and 2'])
})

test('what runlab says itself stands between the lines of the streams', () => {
  const { log, lines } = scene()
  log.write('out', 'half of ')
  log.write('runlab', 'epochs: 3/3\n')
  log.write('out', 'a line\n')
  expect(lines()).toEqual(['epochs: 3/3', 'half of a line'])
})

test('what is there already is kept', () => {
  const { log, file, lines } = scene()
  log.write('out', 'one\n')
  appendFileSync(file, 'by somebody else\n')
  log.write('out', 'two\n')
  log.close()
  new LogWriter({ file, now: () => new Date() }).close()
  expect(readFileSync(file, 'utf8')).toContain('by somebody else\n')
  expect(lines().at(-1)).toBe('two')
})

describe('a character that is split over two writes', () => {
  test('stays whole', () => {
    const { log, lines } = scene()
    for (const byte of Buffer.from('é😀ü\n')) log.write('out', Uint8Array.of(byte))
    expect(lines()).toEqual(['é😀ü'])
  })

  test('stays whole when the other stream writes in between', () => {
    const { log, lines } = scene()
    const bytes = Buffer.from('é\n')
    log.write('out', bytes.subarray(0, 1))
    log.write('err', 'x\n')
    log.write('out', bytes.subarray(1))
    expect(lines()).toEqual(['x', 'é'])
  })

  test('is marked where its other half never comes', () => {
    const { log, lines } = scene()
    log.write('out', Buffer.from('aé').subarray(0, 2))
    log.close()
    expect(lines()).toEqual(['a\uFFFD'])
  })
})

describe('codes for the terminal', () => {
  test('are left out', () => {
    const { log, lines } = scene()
    log.write('out', '\u001B[31mred\u001B[39m \u001B]8;;https://a.b\u0007link\u001B]8;;\u0007\n')
    expect(lines()).toEqual(['red link'])
  })

  test('are left out when they are split over writes', () => {
    const { log, lines } = scene()
    for (const character of '\u001B[1;31mred\u001B[39m and \u001B[4mblue\u001B[0m\n') log.write('err', character)
    expect(lines()).toEqual(['red and blue'])
  })

  test.each<[string, string[], string]>([
    ['a progress bar that returns in front', ['10%', '\r20%', '\r100%', '\n'], '100%'],
    ['a progress bar that returns behind', ['10%\r', '20%\r', '100%\r', '\n'], '100%'],
    ['a shorter state over a longer one', ['downloading\rdone\n'], 'done'],
    ['several returns', ['a\r\r\rb\r\r\n'], 'b'],
    ['the end of a line of Windows', ['a\r\n'], 'a'],
    ['the end of a line of Windows in two writes', ['a\r', '\n'], 'a'],
    ['erasing and going to the first column', ['10%', '\u001B[2K\u001B[1G20%', '\u001B[2K\u001B[', '1G30%\n'], '30%'],
    ['a return and a colour', ['10%\r\u001B[32m20%\u001B[39m\n'], '20%'],
    ['a bar that is wiped out', ['10%\r\u001B[K\n'], ''],
  ])('%s: the last state counts', (_what, pieces, line) => {
    const { log, lines } = scene()
    for (const piece of pieces) log.write('out', piece)
    expect(lines()).toEqual([line])
  })

  test('a line that starts anew has the time of its last state', () => {
    const { log, read, at } = scene()
    log.write('err', '10%')
    at(30)
    log.write('err', '\r100%')
    at(40)
    log.write('err', '\n')
    expect(read()).toBe('2026-11-03 15:24:30.007  100%\n')
  })

  test('a line that is never finished is written as it last was', () => {
    const { log, lines } = scene()
    log.write('err', '10%\r20%\r\u001B[')
    log.close()
    expect(lines()).toEqual(['20%'])
  })
})

test('a line of a hundred thousand pieces, as long as one may be, is one line', () => {
  const { log, lines } = scene()
  for (let i = 0; i < 100_000; i++) log.write('out', '.'.repeat(10))
  log.write('out', '\n')
  expect(lines()).toEqual(['.'.repeat(1_000_000)])
})

describe('a disk that fails', () => {
  test('is remembered and never thrown', () => {
    const folder = tempFolder()
    mkdirSync(join(folder, 'taken'))
    const log = new LogWriter({ file: join(folder, 'taken'), now: () => new Date() })
    log.write('out', 'x\n')
    log.close()
    expect(log.error).toMatchObject({ code: 'EISDIR' })
  })

  testWith(existsSync('/dev/full'), 'needs /dev/full')('while writing is remembered, too', () => {
    const log = new LogWriter({ file: '/dev/full', now: () => new Date() })
    expect(log.error).toBeUndefined()
    log.write('out', 'x\n')
    log.write('out', 'y\n')
    log.close()
    expect(log.error).toMatchObject({ code: 'ENOSPC' })
  })
})

test('what is written after the end is dropped', () => {
  const { log, lines } = scene()
  log.write('out', 'one\n')
  log.close()
  log.write('out', 'two\n')
  log.close()
  expect(lines()).toEqual(['one'])
  expect(log.error).toBeUndefined()
})
