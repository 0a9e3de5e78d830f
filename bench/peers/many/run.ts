/**
 * `node --import @oxc-node/core/register bench/peers/many/run.ts [RUNS]`: records the same study of 200 runs, or so many, with runlab,
 * MLflow, Aim and signac, and asks each the same four questions, as processes of their own. All have to give the same answer.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from '../measure.ts'
import { run } from '../process.ts'
import { findPython } from '../python.ts'
import { writeContent } from './content.ts'
import { pythonSubjects, QUESTIONS, runlabSubjects, type Place, type Question, type Subject } from './subjects.ts'

const ROUNDS = 3
const RUNS = Number(process.argv[2] ?? 200)
/** Milliseconds that recording may take. */
const RECORDING = 3_600_000
const HEADS: Readonly<Record<Question, string>> = { newest: 'newest 100', matching: 'filter', table: 'table', means: 'means' }
/** What the first one answered. */
const agreed = new Map<Question, string>()

interface Row {
  readonly subject: Subject
  readonly place: Place
  /** Milliseconds for a run to be recorded. */
  readonly recording: number
  readonly times: Readonly<Record<Question, number[]>>
}

const work = mkdtempSync(join(realpathSync(tmpdir()), 'runlab-many-'))
try {
  await compare()
} finally {
  rmSync(work, { recursive: true, force: true })
}

async function compare(): Promise<void> {
  const content = join(work, 'content.jsonl')
  writeContent(content, RUNS)
  const python = findPython()
  const rows: Row[] = []
  const problems: string[] = python === undefined ? ['Python 3.9 or newer with venv is not there'] : []
  for (const subject of [...runlabSubjects(), ...(python === undefined ? [] : pythonSubjects(python))]) {
    if ('problem' in subject) problems.push(`${subject.name}: ${subject.problem}`)
    else {
      try {
        rows.push(await record(subject, content))
      } catch (error) {
        problems.push(`${subject.name}: ${String(error)}`)
      }
    }
  }
  // Rounds go through all of them, so that none has the machine's bad minute for itself.
  for (let round = 0; round < ROUNDS; round++) {
    for (const row of rows) {
      for (const question of QUESTIONS) {
        try {
          await ask(row, question)
        } catch (error) {
          problems.push(`${row.subject.name}: ${error instanceof Error ? error.message : String(error)}`)
        }
      }
    }
  }
  print(rows, problems)
}

async function record(subject: Subject, content: string): Promise<Row> {
  const folder = join(work, subject.name.replaceAll(/\W+/g, '-'))
  mkdirSync(folder)
  const place = { folder, content, out: join(folder, 'answer.json') }
  process.stderr.write(`${subject.name}: recording ${RUNS} runs …\n`)
  const { milliseconds } = await run(subject.record(place), join(work, 'log'), RECORDING)
  return { subject, place, recording: milliseconds / RUNS, times: { newest: [], matching: [], table: [], means: [] } }
}

/** Throws where the answer is another than that of the first one asked. */
async function ask({ subject, place, times }: Row, question: Question): Promise<void> {
  subject.before?.(place)
  const { milliseconds } = await run(subject.ask(question, place), join(work, 'log'))
  times[question].push(milliseconds)
  const answer = JSON.stringify(subject.answer(question, place))
  const first = agreed.get(question) ?? answer
  agreed.set(question, first)
  if (answer !== first) throw new Error(`${question}: ${subject.name} answers ${answer}, others ${first}`)
}

function print(rows: readonly Row[], problems: readonly string[]): void {
  const head = ['', 'ms a run', ...QUESTIONS.map((question) => HEADS[question])]
  const lines = rows.map(({ subject, recording, times }) => [
    subject.name,
    ...[recording, ...QUESTIONS.map((question) => median(times[question]))].map((one) =>
      Number.isFinite(one) ? one.toFixed(0) : '–',
    ),
  ])
  for (const [first = '', ...cells] of [head, ...lines])
    console.log(`${first.padEnd(18)}${cells.map((cell) => cell.padStart(14)).join('')}`)
  console.log(`
${RUNS} runs of 20 parameters, 30 values and 40 series of ten numbers. ms a run: to record it, the process that records all of them.
The others: milliseconds of a whole process, its imports included, median of ${ROUNDS}: the newest 100 runs; those with one parameter
equal and one value above a bound; a table of all runs with 90 columns; means over ten seeds (runlab: with intervals of 10,000 draws).
${[...new Set(problems), [...new Set(rows.map(({ subject }) => subject.version))].join(', ')].join('\n')}
${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`)
}
