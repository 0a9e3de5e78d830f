import { describe, expect, test } from 'vitest'
import { parseMessage } from '../../../src/runtime/supervisor/messages.ts'

describe('a message', () => {
  test.each([
    {
      type: 'opened',
      folder: '/results/a',
      identity: null,
      secrets: ['one', 'two'],
      sampled: null,
      scratch: null,
      visuals: true,
    },
    { type: 'interrupting', step: 'settling', signal: 'SIGINT', deadline: 12 },
    { type: 'flush' },
    { type: 'closed' },
  ])('is read as it was sent: $type', (message) => {
    expect(parseMessage(JSON.stringify(message))).toEqual(message)
  })

  test.each(['null', '[]', '{"type":"other"}', '{"type":"opened","folder":1,"secrets":[]}', '{"type":"interrupting"}'])(
    'is none where it is none: %s',
    (line) => expect(parseMessage(line)).toBeNull(),
  )
})
