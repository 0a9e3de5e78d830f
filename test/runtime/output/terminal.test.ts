import { describe, expect, test } from 'vitest'
import { Terminal } from '../../../src/runtime/output/terminal.ts'
import { fakeClock, fakeStream } from '../streams.ts'

const ERASE = '\r\u001b[2K'

function open(options: { isTTY?: boolean; columns?: number } = { isTTY: true }) {
  const stderr = fakeStream(options)
  const clock = fakeClock()
  const terminal = new Terminal(stderr, clock.read)
  /** Prints to a terminal that is the same screen. */
  const print = (text: string | Uint8Array, isTerminal = true): boolean =>
    terminal.print(text, () => stderr.write(text), isTerminal)
  return { terminal, stderr, clock, print }
}

describe('a status line', () => {
  test('is drawn, replaced by the next and removed by an empty one', () => {
    const { terminal, stderr } = open()
    terminal.show('one')
    terminal.show('two')
    terminal.show('')
    expect(stderr.text()).toBe(`one${ERASE}two${ERASE}`)
  })

  test('makes way for what is printed, and is drawn again below it when the last drawing is old enough', () => {
    const { terminal, stderr, clock, print } = open()
    terminal.show('status')
    print('line 1\n')
    print('line 2\n')
    clock.now += 100
    print('line 3\n')
    expect(stderr.text()).toBe(`status${ERASE}line 1\nline 2\nline 3\nstatus`)
  })

  test('hides no line that is not finished', () => {
    const { terminal, stderr, clock, print } = open()
    print('half ')
    terminal.show('status')
    clock.now += 100
    print('a line')
    print(Buffer.from('\n'))
    expect(stderr.text()).toBe('half a line\n')
    clock.now += 100
    print('more\n')
    expect(stderr.text()).toBe('half a line\nmore\nstatus')
  })

  test('stands as it is when it is left, and what is printed next begins a line', () => {
    const { terminal, stderr, print } = open()
    terminal.show('42%')
    terminal.leave()
    terminal.leave()
    print('the end\n')
    expect(stderr.text()).toBe('42%\nthe end\n')
  })

  test('is due a tenth of a second after the last', () => {
    const { terminal, clock } = open()
    expect(terminal.isDue).toBe(true)
    terminal.show('one')
    clock.now += 99
    expect(terminal.isDue).toBe(false)
    clock.now += 1
    expect(terminal.isDue).toBe(true)
  })

  test('is never drawn where there is no terminal, or none is given', () => {
    const { terminal, stderr, print } = open({ isTTY: false })
    const quiet = new Terminal(null, () => 0)
    for (const each of [terminal, quiet]) {
      each.show('status')
      expect([each.isInteractive, each.isDue]).toEqual([false, false])
    }
    expect(print('text\n')).toBe(true)
    expect(stderr.text()).toBe('text\n')
  })

  test('stays where it is when something is printed elsewhere, to a pipe', () => {
    const { terminal, stderr } = open()
    const pipe = fakeStream()
    terminal.show('status')
    terminal.print('text\n', () => pipe.write('text\n'), false)
    expect([stderr.text(), pipe.text()]).toEqual(['status', 'text\n'])
  })
})

test('the width is that of the terminal, else 80', () => {
  expect(open({ isTTY: true, columns: 132 }).terminal.columns).toBe(132)
  expect(open({ isTTY: true }).terminal.columns).toBe(80)
  expect(open({ isTTY: true, columns: 0 }).terminal.columns).toBe(80)
  expect(new Terminal(null, () => 0).columns).toBe(80)
})

test('printing gives back whether the stream wants more', () => {
  const { terminal } = open()
  expect([terminal.print('x', () => false, true), terminal.print('x', () => true, false)]).toEqual([false, true])
})
