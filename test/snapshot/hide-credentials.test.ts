import { expect, test } from 'vitest'
import { hideCredentials } from '../../src/snapshot/hide-credentials.ts'

test.each([
  ['https://example.org/a/b.git', 'https://example.org/a/b.git'],
  ['https://me@example.org/b.git', 'https://example.org/b.git'],
  ['https://ghp_0123456789@example.org/b.git', 'https://example.org/b.git'],
  ['https://me:pass@example.org:8443/b.git', 'https://example.org:8443/b.git'],
  ['https://me:p@ss@example.org/b.git', 'https://example.org/b.git'],
  ['https://me:pass@example.org', 'https://example.org'],
  ['https://example.org/b.git?token=abc&x=1', 'https://example.org/b.git'],
  ['https://example.org/b.git#token', 'https://example.org/b.git'],
  ['HTTP://me:pass@example.org/@scope/b.git', 'HTTP://example.org/@scope/b.git'],
  ['ssh://git@example.org:22/b.git', 'ssh://git@example.org:22/b.git'],
  ['ssh://git:pass@example.org/b.git', 'ssh://git@example.org/b.git'],
  ['git+ssh://git:pass@example.org/b.git', 'git+ssh://git@example.org/b.git'],
  ['ext::https://me:pass@example.org/b.git', 'ext::https://example.org/b.git'],
  ['me:pass@example.org:me/b.git', 'me@example.org:me/b.git'],
  ['me:p@ss@example.org:me/b.git', 'me@example.org:me/b.git'],
  ['git@example.org:me/b.git', 'git@example.org:me/b.git'],
  ['/srv/git/b.git', '/srv/git/b.git'],
  ['../b.git', '../b.git'],
])('of the remote %s, %s is kept', (remote, kept) => {
  expect(hideCredentials(remote)).toBe(kept)
})
