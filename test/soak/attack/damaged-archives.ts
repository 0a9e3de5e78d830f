import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomFrom } from '../../tracking/columns/random.ts'
import { makeProject } from '../project.ts'
import type { AttackRow } from './attack-row.ts'
import { LIMIT, attackRun } from './attack-run.ts'
import { WarmCommands } from './warm-commands.ts'
import { BASES, PROGRAM, makeArchive } from './base-archives.ts'
import { DAMAGES, damage } from './damages.ts'

/** Damages real runs at random, one kind of damage after the other, and runs every command on what is left. */
export async function damagedArchives(seed: number, count: number): Promise<readonly AttackRow[]> {
  const project = makeProject({ 'train.ts': PROGRAM, 'title.ts': `export const title = 'attacked'\n` })
  const outside = mkdtempSync(join(tmpdir(), 'runlab-outside-'))
  const warm = new WarmCommands({ cwd: project.folder, limit: LIMIT })
  const kinds = Object.keys(DAMAGES)
  const rows = new Map(kinds.map((kind) => [kind, { tried: 0, faults: [] as string[] }]))
  try {
    const clean = join(project.folder, 'clean')
    cpSync(makeArchive(project.folder), clean, { recursive: true })
    for (let number = 0; number < count; number++) {
      const kind = kinds[number % kinds.length] as string
      const base = BASES[Math.floor(number / kinds.length) % BASES.length] as string
      let how = ''
      const prepare = (): void => {
        rmSync(outside, { recursive: true, force: true })
        mkdirSync(join(outside, 'folder'), { recursive: true })
        writeFileSync(join(outside, 'private.txt'), 'private')
        writeFileSync(join(outside, 'folder/private.txt'), 'private')
        rmSync(join(project.folder, 'results'), { recursive: true, force: true })
        cpSync(clean, join(project.folder, 'results'), { recursive: true, preserveTimestamps: true })
        how = damage(join(project.folder, 'results/train', base), kind, { random: randomFrom(seed * 100_003 + number), outside })
      }
      // oxlint-disable-next-line no-await-in-loop -- each takes the machine
      const faults = await attackRun({ project: project.folder, run: `results/train/${base}`, outside, prepare, warm })
      const row = rows.get(kind)
      if (row === undefined) continue
      row.tried++
      for (const fault of faults) {
        row.faults.push(`${number} ${base} (${how}): ${fault}`)
        process.stderr.write(`${row.faults.at(-1)}\n`)
      }
      if (number % 10 === 9) process.stderr.write(`${number + 1} of ${count} archives damaged\n`)
    }
  } finally {
    warm.stop()
    project.remove()
    rmSync(outside, { recursive: true, force: true })
  }
  return Array.from(rows, ([kind, { tried, faults }]) => ({
    what: `files with ${kind}`,
    tried,
    found: faults.length,
    detail: faults[0]?.split('\n')[0] ?? '',
  })).filter(({ tried }) => tried > 0)
}
