/** The libraries that are asked about many runs, and how each is asked. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeEnvironment, readVersion, type Python } from '../python.ts'
import type { Command } from '../process.ts'

export const QUESTIONS = ['newest', 'matching', 'table', 'means'] as const
export type Question = (typeof QUESTIONS)[number]

/** Where a library keeps the runs, what they are made from, and where it says what it found. */
export interface Place {
  readonly folder: string
  readonly content: string
  readonly out: string
}

export interface Subject {
  readonly name: string
  readonly version: string
  /** Records all runs. */
  record(place: Place): Command
  ask(question: Question, place: Place): Command
  /** Numbers that all libraries have to agree about. */
  answer(question: Question, place: Place): readonly number[]
  /** Done before each question, where there is something to do. */
  readonly before?: (place: Place) => void
}

const root = fileURLToPath(new URL('../../..', import.meta.url))
const programs = fileURLToPath(new URL('../python', import.meta.url))

interface PythonRow {
  readonly id: string
  readonly name: string
  readonly env?: Readonly<Record<string, string>>
}

const PYTHON_ROWS: readonly PythonRow[] = [
  { id: 'mlflow', name: 'MLflow, sqlite', env: { RUNLAB_BENCH_STORE: 'sqlite' } },
  { id: 'mlflow', name: 'MLflow, files', env: { RUNLAB_BENCH_STORE: 'files', MLFLOW_ALLOW_FILE_STORE: 'true' } },
  { id: 'aim', name: 'Aim' },
  { id: 'signac', name: 'signac' },
]

/** Makes each environment where it is not there. Gives in place of a library why it cannot be had. */
export function pythonSubjects(python: Python): readonly (Subject | { readonly name: string; readonly problem: string })[] {
  return PYTHON_ROWS.map((row) => {
    try {
      return pythonSubject(row, makeEnvironment(row.id, python))
    } catch (error) {
      return { name: row.name, problem: error instanceof Error ? error.message : String(error) }
    }
  })
}

function pythonSubject({ id, name, env = {} }: PythonRow, interpreter: string): Subject {
  const command = (mode: string, { folder, content, out }: Place): Command => ({
    file: interpreter,
    args: [join(programs, `many_${id}.py`), mode, folder, content, out],
    cwd: programs,
    env: { ...process.env, ...env },
  })
  return {
    name,
    version: `${id} ${readVersion(interpreter, id)}`,
    record: (place) => command('record', place),
    ask: command,
    answer: (_question, { out }) => (JSON.parse(readFileSync(out, 'utf8')) as { answer: readonly number[] }).answer,
  }
}

const SERIES = Array.from({ length: 40 }, (_, s) => `series["series/${s}"].last`)
const COLUMNS = [
  ...Array.from({ length: 20 }, (_, p) => `params.p${p}`),
  ...Array.from({ length: 30 }, (_, v) => `data.v${v}`),
  ...SERIES,
].join(',')

const ARGUMENTS: Readonly<Record<Question, readonly string[]>> = {
  newest: ['list', '--limit', '100', '--json'],
  matching: ['list', '--where', 'params.p1 == 3 && data.v1 > 0.5', '--json'],
  table: ['list', '--columns', COLUMNS, '--json'],
  means: ['groups', '--by', 'params.p0,params.p1,params.p2', '--value', 'data.v1', '--json'],
}

/** runlab by its commands, each a process: with its index as the command before left it, and without. */
export function runlabSubjects(): readonly Subject[] {
  const forget = ({ folder }: Place): void => rmSync(join(folder, 'results/.runlab-index'), { recursive: true, force: true })
  return [runlabSubject('runlab'), { ...runlabSubject('runlab, no index'), before: forget }]
}

function runlabSubject(name: string): Subject {
  return {
    name,
    version: `runlab ${(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version}`,
    record(place) {
      mkdirSync(join(place.folder, 'node_modules'), { recursive: true })
      symlinkSync(root, join(place.folder, 'node_modules/runlab'))
      writeFileSync(join(place.folder, 'package.json'), '{ "type": "module" }')
      writeFileSync(join(place.folder, 'study.ts'), PROGRAM)
      return node(place, ['--import', 'runlab/register', 'study.ts'], {
        ...process.env,
        CONTENT: place.content,
        RUNLAB_VISUALS: '0',
      })
    },
    ask: (question, place) => node(place, ['-e', SHELL, place.out, ...ARGUMENTS[question]], { ...process.env, NO_COLOR: '1' }),
    answer: answerOf,
  }
}

const node = ({ folder }: Place, args: readonly string[], env: NodeJS.ProcessEnv): Command => ({
  file: process.execPath,
  args,
  cwd: folder,
  env,
})

/** Runs the command as a shell would, its output in a file. */
const SHELL = `
const [out, ...args] = process.argv.slice(1)
const file = require('node:fs').openSync(out, 'w')
process.stdout.write = (text, encoding, done) => { require('node:fs').writeSync(file, text); (done ?? encoding)?.call?.(null); return true }
process.argv.splice(1, Infinity, 'runlab', ...args)
require(${JSON.stringify(join(root, 'dist/bin.cjs'))})
`

const PROGRAM = `import { readFileSync } from 'node:fs'
import { defineExperiment } from 'runlab'

let current
const study = defineExperiment(import.meta, {
  parameters: Object.fromEntries(Array.from({ length: 20 }, (_, p) => ['p' + p, 0])),
  run(e) {
    const { values, series } = current
    e.set(values)
    for (const name of Object.keys(series)) for (const value of series[name]) e.track(name, value)
  },
})
const runs = readFileSync(process.env.CONTENT, 'utf8').trim().split('\\n').map((line) => JSON.parse(line))
for (current of runs) {
  const { seed, ...parameters } = current.params
  await study.run({ parameters, seed })
}
`

function answerOf(question: Question, { out }: Place): readonly number[] {
  const rows = JSON.parse(readFileSync(out, 'utf8')) as readonly Readonly<Record<string, any>>[]
  if (question === 'table') return [rows.length, sum(rows.map(({ v0 }) => v0)), sum(rows.map((row) => row['series/0']))]
  if (question === 'means') return [rows.length, sum(rows.map((row) => row['values'].v1.mean))]
  return [rows.length]
}

const sum = (numbers: readonly number[]): number => Number(numbers.reduce((all, one) => all + one, 0).toFixed(6))
