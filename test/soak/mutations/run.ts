/**
 * `npm run mutate [-- --count 120] [--seed 1] [--only FILE] [--list] [--write LIST] [--read LIST] [--root DIR] [--files 6]
 * [--show]`: changes the sources at random, one place at a time, and counts the changes that a test notices. Works in a copy of the
 * repository. What is measured is kept in DIR/.cache/mutations/, so that an interrupted run is resumed by the same command; `--show` prints
 * what there is so far.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chooseSites, locate } from './choose.ts'
import { Copy } from './copy.ts'
import { readImports } from './imports.ts'
import { isOpen, judge } from './judge.ts'
import { nameOf } from './operators.ts'
import type { Mutation } from './operators.ts'
import { Reach, stampOf } from './reach.ts'
import { printTable } from './table.ts'
import { VerdictFile } from './verdict-file.ts'

const { values: flags } = parseArgs({
  options: {
    count: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
    write: { type: 'string' },
    read: { type: 'string' },
    root: { type: 'string', default: fileURLToPath(new URL('../../..', import.meta.url)) },
    files: { type: 'string', default: '6' },
  },
})
const root = resolve(flags.root)
const { sites, missing } =
  flags.read === undefined
    ? { sites: chooseSites(root, Number(flags.count), Number(flags.seed)), missing: [] }
    : locate(root, JSON.parse(readFileSync(flags.read, 'utf8')) as readonly Mutation[])
const asked = sites.filter(({ file }) => flags.only === undefined || file.startsWith(flags.only))
for (const { file, within, text } of missing) console.log(`Not in ${root}: ${file} ${within}: ${text}`)
if (flags.write !== undefined) writeFileSync(flags.write, `${JSON.stringify(asked.map(nameOf), null, 2)}\n`)
if (flags.list) for (const { file, line, operator, text } of asked) console.log(`${file}:${line}  ${operator}  ${text}`)
const folder = join(root, '.cache/mutations')
mkdirSync(folder, { recursive: true })
if (flags.show) report(new VerdictFile(join(folder, 'verdicts.jsonl'), stampOf(root)), [])
else if (!flags.list && flags.write === undefined) await measureAll()

async function measureAll(): Promise<void> {
  const copy = new Copy(root)
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      copy.remove()
      process.exit(1)
    })
  try {
    if (!(await copy.build())) throw new Error('dist/ cannot be built of the sources as they are.')
    const imports = readImports(copy.folder)
    const reach = new Reach(join(folder, 'reach.json'), { copy, imports, sites })
    const means = { copy, reach, files: Number(flags.files) }
    const verdicts = new VerdictFile(join(folder, 'verdicts.jsonl'), stampOf(copy.folder))
    await reach.measureUnits()
    for (const site of asked) if (verdicts.of(site) === undefined) verdicts.add(await judge(site, 'unit', means))
    const open = asked.flatMap((site) => verdicts.of(site) ?? []).filter((verdict) => isOpen(verdict, means.files))
    if (open.length > 0) await reach.measureProcesses()
    for (const verdict of open) verdicts.add(await judge(verdict.site, 'process', means, verdict))
    report(verdicts, reach.red())
  } finally {
    copy.remove()
  }
}

function report(file: VerdictFile, red: readonly string[]): void {
  const verdicts = asked.flatMap((site) => file.of(site) ?? [])
  const result = { date: new Date().toISOString(), root, verdicts, missing, red }
  writeFileSync(join(folder, 'result.json'), JSON.stringify(result, null, 2))
  printTable(verdicts, red)
}
