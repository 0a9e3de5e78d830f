import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { makeProject } from '../project.ts'
import type { AttackRow } from './attack-row.ts'
import { LIMIT, attackRun } from './attack-run.ts'
import { WarmCommands } from './warm-commands.ts'
import { PROGRAM, makeArchive } from './base-archives.ts'

interface Hostile {
  /** The run that is made hostile. */
  readonly run: string
  readonly outside: string
}

const LONG = 'w'.repeat(30_000_000)

const rewrite = (file: string, change: (text: string) => string): void => writeFileSync(file, change(readFileSync(file, 'utf8')))

/** The lines of the list of series, changed. */
const rewriteSeries = (run: string, change: (series: Record<string, unknown>) => void): void =>
  rewrite(join(run, '.runlab/series.jsonl'), (text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line, i) => {
        const series = JSON.parse(line) as Record<string, unknown>
        if (i > 0) change(series)
        return `${JSON.stringify(series)}\n`
      })
      .join(''),
  )

const moveOut =
  (name: string) =>
  ({ run, outside }: Hostile): void => {
    renameSync(join(run, name), join(outside, 'moved'))
    symlinkSync(join(outside, 'moved'), join(run, name))
  }

/** Archives that somebody has made to harm who reads them. */
const HOSTILE: Readonly<Record<string, (hostile: Hostile) => void>> = {
  '.runlab is a link to outside': moveOut('.runlab'),
  'tracked is a link to outside': moveOut('tracked'),
  'visuals is a link to outside': moveOut('visuals'),
  'code is a link to outside': moveOut('code'),
  'pictures are listed that lie outside': ({ run, outside }) => {
    const record = {
      title: 'x',
      form: 'plot',
      group: 'tracked',
      series: [],
      files: [`../../../${outside}/private.txt`],
      alt: '',
      note: null,
    }
    writeFileSync(join(run, '.runlab/visuals.jsonl'), `${JSON.stringify(record)}\n`)
  },
  'artifacts are listed that lie outside': ({ run, outside }) => {
    const record = { name: `../../../../${outside}/private.txt`, size: 7, sha256: null, time: 1, via: 'path' }
    writeFileSync(join(run, '.runlab/artifacts.jsonl'), `${JSON.stringify(record)}\n`)
  },
  'a title of 30 MB': ({ run }) =>
    writeFileSync(join(run, '.runlab/visual-rules.json'), JSON.stringify({ '*': { title: LONG, unit: LONG } })),
  'the name of a series of 30 MB': ({ run }) => rewriteSeries(run, (series) => (series['name'] = LONG)),
  'a billion points in a page': ({ run }) =>
    rewriteSeries(run, (series) => {
      for (const { pages } of series['parts'] as { pages: { rows: number }[] }[]) for (const page of pages) page.rows = 2 ** 30
    }),
  'pages of a terabyte': ({ run }) =>
    rewriteSeries(run, (series) => {
      for (const { pages } of series['parts'] as { pages: { values: number[] }[] }[])
        for (const page of pages) page.values[1] = 2 ** 40
    }),
  'values nested 100,000 deep': ({ run }) =>
    writeFileSync(join(run, 'experiment_data.json'), `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
  'parameters nested 100,000 deep': ({ run }) =>
    rewrite(join(run, 'experiment_meta.json'), (text) =>
      text.replace('"value": 0.1', `"value": ${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    ),
  'keys that are __proto__': ({ run }) =>
    writeFileSync(
      join(run, 'experiment_data.json'),
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    ),
  'a picture that is no picture': ({ run }) => writeFileSync(join(run, 'tracked/picture/000000.png'), gzipSync('x'.repeat(1e6))),
  'a picture of a billion pixels': ({ run }) => {
    const png = readFileSync(join(run, 'tracked/picture/000000.png'))
    png.writeUInt32BE(1 << 15, 16)
    png.writeUInt32BE(1 << 15, 20)
    writeFileSync(join(run, 'tracked/picture/000000.png'), png)
  },
  'a name that talks to the terminal': ({ run }) =>
    rewrite(join(run, 'experiment_meta.json'), (text) =>
      text.replace('"short_description": "', '"short_description": "\\u001b[2J\\u001b]0;owned\\u0007'),
    ),
}

/** Runs every command on archives that were made to harm. */
export async function hostileArchives(): Promise<readonly AttackRow[]> {
  const project = makeProject({ 'train.ts': PROGRAM, 'title.ts': `export const title = 'attacked'\n` })
  const outside = mkdtempSync(join(tmpdir(), 'runlab-outside-'))
  const warm = new WarmCommands({ cwd: project.folder, limit: LIMIT })
  const rows: AttackRow[] = []
  try {
    const clean = join(project.folder, 'clean')
    cpSync(makeArchive(project.folder), clean, { recursive: true })
    for (const [what, make] of Object.entries(HOSTILE)) {
      const prepare = (): void => {
        for (const folder of [outside, join(project.folder, 'results')]) rmSync(folder, { recursive: true, force: true })
        mkdirSync(outside)
        writeFileSync(join(outside, 'private.txt'), 'private')
        cpSync(clean, join(project.folder, 'results'), { recursive: true, preserveTimestamps: true })
        make({ run: join(project.folder, 'results/train/done'), outside })
      }
      // oxlint-disable-next-line no-await-in-loop -- each takes the machine
      const faults = await attackRun({ project: project.folder, run: 'results/train/done', outside, prepare, warm })
      for (const fault of faults) process.stderr.write(`${what}: ${fault}\n`)
      rows.push({ what, tried: 1, found: faults.length, detail: faults[0]?.split('\n')[0] ?? '' })
    }
  } finally {
    warm.stop()
    project.remove()
    rmSync(outside, { recursive: true, force: true })
  }
  return rows
}
