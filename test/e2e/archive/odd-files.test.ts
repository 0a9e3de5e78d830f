import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { Project } from '../project.ts'

const GOLDEN = fileURLToPath(new URL('../../fixtures/archives/format-1/word_count/2026-11-23_15-24-12_k3f9', import.meta.url))
/** What a run that was killed has besides. */
const LEFT = ['.runlab/alive.json', '.runlab/ending.json', '.runlab/journal/values-1.jsonl', '.runlab/tracking/main.points']
/** What may lie where a file is looked for, and only looks like one. */
const ODD = {
  pipe: (path: string) => execFileSync('mkfifo', [path]),
  folder: (path: string) => mkdirSync(path),
  loop: (path: string) => symlinkSync(path, path),
  device: (path: string) => symlinkSync('/dev/zero', path),
  huge: (path: string) => {
    writeFileSync(path, '')
    truncateSync(path, 3 * 2 ** 30) // takes no room
  },
} as const
type Kind = keyof typeof ODD
const KINDS = Object.keys(ODD) as readonly Kind[]

const project = new Project({})

/** A copy of a run in which files are something else. */
function spoil(name: string, kind: Kind, isSpoilt: (path: string) => boolean): void {
  const folder = project.path(`results/${name}`)
  cpSync(GOLDEN, folder, { recursive: true })
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = [...files.map((entry) => join(entry.parentPath, entry.name)), ...LEFT.map((path) => join(folder, path))]
  for (const path of paths.filter((one) => isSpoilt(one))) {
    mkdirSync(dirname(path), { recursive: true })
    rmSync(path, { force: true })
    ODD[kind](path)
  }
}

beforeAll(() => {
  for (const kind of KINDS) {
    spoil(`all/${kind}`, kind, (path) => !path.endsWith('experiment_meta.json'))
    spoil(`meta/${kind}`, kind, (path) => path.endsWith('experiment_meta.json'))
  }
  cpSync(GOLDEN, project.path('results/whole/whole'), { recursive: true })
})

describe('what only looks like a file is never waited for, and never read', () => {
  test.each([['list'], ['list', '--json'], ['recover', '--all']])('%s %s', async (...command) => {
    const { code, stdout, stderr } = await project.runlab(...command)
    expect(stderr).not.toMatch(/^ {4}at /m) // no stack
    expect(code).toBeLessThanOrEqual(2)
    if (command[0] === 'list') for (const kind of KINDS) expect(stdout).toContain(kind)
    if (command[0] === 'list') expect(stdout).toContain('whole')
  })

  test.each(KINDS.flatMap((kind) => [`all/${kind}`, `meta/${kind}`]))('show and draw of %s', async (name) => {
    for (const command of ['show', 'draw']) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time is enough for this machine
      const { code, stderr } = await project.runlab(command, project.path(`results/${name}`))
      expect(stderr).not.toMatch(/^ {4}at /m)
      expect([0, 1, 2]).toContain(code)
      if (name.startsWith('meta/') && name !== 'meta/loop') expect(stderr).toMatch(/cannot be read|There is no run/)
    }
  })
})
