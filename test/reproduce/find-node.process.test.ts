import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fetchNode, findNode } from '../../src/reproduce/find-node.ts'

/** A home folder with programs that answer as Node and npx would. */
function makeHome(programs: Readonly<Record<string, string>>): string {
  const home = mkdtempSync(join(tmpdir(), 'runlab-home-'))
  for (const [path, script] of Object.entries(programs)) {
    mkdirSync(join(home, path, '..'), { recursive: true })
    writeFileSync(join(home, path), `#!/bin/sh\n${script}\n`)
    chmodSync(join(home, path), 0o755)
  }
  return home
}

describe('a Node of a major version', () => {
  test.each([
    '.nvm/versions/node/v22.1.0/bin/node',
    '.volta/tools/image/node/22.1.0/bin/node',
    '.asdf/installs/nodejs/22.1.0/bin/node',
    '.local/share/fnm/node-versions/v22.1.0/installation/bin/node',
    'bin/node',
  ])('is found as ~/%s, and only where it is of that version', async (place) => {
    const home = makeHome({ [place]: 'echo v22.1.0' })
    const env = { PATH: join(home, 'bin') }
    expect(await findNode({ major: 22, home, env })).toBe(join(home, place))
    expect(await findNode({ major: 20, home, env })).toBeNull()
  })

  test('comes from npx, and not where npx gives another version or fails', async () => {
    const home = makeHome({ 'bin/npx': 'echo v22.1.0 /some where/node', 'broken/npx': 'exit 1' })
    const env = { PATH: join(home, 'bin') }
    expect(await fetchNode({ major: 22, home, env })).toBe('/some where/node')
    expect(await fetchNode({ major: 24, home, env })).toBeNull()
    expect(await fetchNode({ major: 22, home, env: { PATH: join(home, 'broken') } })).toBeNull()
    expect(await fetchNode({ major: 22, home, env: { PATH: join(home, 'absent') } })).toBeNull()
  })
})
