import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Channel } from '../../../src/runtime/supervisor/channel.ts'
import { parseMessage } from '../../../src/runtime/supervisor/messages.ts'
import type { Message } from '../../../src/runtime/supervisor/messages.ts'
import { until } from '../../support/waiting.ts'

describe('a message', () => {
  test.each<Message>([
    { type: 'opened', folder: '/a', identity: null, secrets: ['s'], sampled: null, scratch: null, visuals: true },
    { type: 'opened', folder: '/a', identity: null, secrets: [], sampled: 5000, scratch: '/tmp/r', visuals: false },
    { type: 'pulse', pulse: { mean: 0.5, longest: 12, heap: 1e7 } },
    { type: 'sealing' },
    { type: 'read signal', grace: 10_000 },
    { type: 'interrupting', step: 'settling', signal: 'SIGINT', deadline: 5 },
    { type: 'interrupting', step: 'finishing', signal: 'SIGINT', deadline: 5 },
    { type: 'closed' },
    { type: 'flush' },
  ])('is read as it was sent: $type', (message) => {
    expect(parseMessage(JSON.stringify(message))).toEqual(message)
  })

  test.each([
    'null',
    '7',
    '{}',
    '{"type":"opened","folder":1,"secrets":[]}',
    '{"type":"interrupting","signal":"SIGINT"}',
    '{"type":"read signal"}',
  ])('is none when it is %s', (line) => expect(parseMessage(line)).toBeNull())
})

describe('the channel', () => {
  test('takes messages however they are cut, answers, and says when the other end is gone', async () => {
    const received: Message[] = []
    const channel = new Channel((message) => received.push(message))
    channel.listen()
    expect(statSync(dirname(channel.path)).mode & 0o077).toBe(0)
    const socket = connect(channel.path)
    await once(socket, 'connect')
    const text = `${JSON.stringify({ type: 'opened', folder: '/ü', secrets: [] })}\n{"type":"flush"}\n{"type":"clo`
    for (const byte of Buffer.from(text)) socket.write(Uint8Array.of(byte))
    await until('two messages', () => received.length === 2)
    expect(existsSync(dirname(channel.path))).toBe(false)
    const answered = once(socket, 'data')
    channel.answer()
    await answered
    socket.end()
    await channel.ended
    expect(received).toEqual([
      { type: 'opened', folder: '/ü', identity: null, secrets: [], sampled: null, scratch: null, visuals: true },
      { type: 'flush' },
    ])
    channel.close()
  })

  test('that nobody has connected to leaves no folder behind', () => {
    const channel = new Channel(() => undefined)
    channel.listen()
    channel.close()
    expect(existsSync(dirname(channel.path))).toBe(false)
  })
})
