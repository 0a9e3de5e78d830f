/** `npm run bench [-- NAME]`: measures every bench/NAME.bench.ts, prints one table and keeps it as JSON in bench/out/. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { cpus, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Row } from './row.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const SUFFIX = '.bench.ts'

const all = readdirSync(folder).flatMap((file) => (file.endsWith(SUFFIX) ? [file.slice(0, -SUFFIX.length)] : []))
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${all.join(', ')}.`)
  process.exit(2)
}

const rows: Row[] = []
const failures: string[] = []
for (const name of asked.length > 0 ? asked : all) {
  process.stderr.write(`measuring ${name} …\n`)
  try {
    const bench = (await import(pathToFileURL(join(folder, name + SUFFIX)).href)) as { measure: () => Promise<readonly Row[]> }
    rows.push(...(await bench.measure()))
  } catch (error) {
    failures.push(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`)
  }
}
const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memory: totalmem(),
  os: `${platform()} ${release()}`,
  node: process.version,
}
console.log(table(rows))
for (const { name, note } of rows) if (note !== undefined) console.log(`${name}: ${note}`)
for (const failure of failures) console.log(failure)
console.log(`\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`)
save()
process.exitCode = failures.length > 0 ? 1 : 0

function save(): void {
  const date = new Date().toISOString()
  const file = join(folder, 'out', `${date.replaceAll(':', '-').slice(0, 19)}.json`)
  mkdirSync(join(folder, 'out'), { recursive: true })
  writeFileSync(file, `${JSON.stringify({ date, machine, rows, failures }, null, 2)}\n`)
}

/** At most 80 columns. */
function table(measured: readonly Row[]): string {
  const lines = measured.map((row) => {
    const bar = row.bar === undefined ? '' : `≤ ${number(row.bar)} ${row.unit}`
    const verdict = row.bar === undefined ? '' : row.value <= row.bar ? 'within' : 'ABOVE'
    return line(row.name, `${number(row.value)} ${row.unit}`, bar, verdict)
  })
  return [line('what', 'measured', 'bar', ''), '─'.repeat(80), ...lines].join('\n')
}

function line(name: string, measured: string, bar: string, verdict: string): string {
  const short = name.length > 41 ? `${name.slice(0, 40)}…` : name
  return `${short.padEnd(42)}${measured.padStart(14)}${bar.padStart(16)}  ${verdict}`.trimEnd()
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: true })
}
