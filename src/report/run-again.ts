import { relative, sep } from 'node:path'
import type { JsonValue } from '../format/json-value.ts'
import type { RunMeta } from '../format/meta.ts'
import { isInside } from '../internal/is-inside.ts'
import type { ReportRun } from './report-run.ts'
import { cutText, shellWord } from './report-texts.ts'

const LONGEST_COMMAND = 4000

/** How to run it again, and how to go on with it. */
export interface HowAgain {
  /** The command line that it was started with; null where nobody typed it. */
  readonly started: string | null
  /** The command that runs it with the same parameters and seed, from the project's folder; null for runs of others. */
  readonly command: string | null
  /** Of a sweep: the commands that go on with it, and give its best trial as a config; null for other runs. */
  readonly sweep: string | null
  /** Code that loads it. */
  readonly load: string
}

type Recorded = Pick<ReportRun['run'], 'folder' | 'meta'>

export function howAgain(run: Recorded): HowAgain {
  const { meta } = run
  // Of `runlab run` it is the command line of the process that it starts, which nobody types.
  const started = meta.mode === 'supervised' ? '' : cutText(meta.argv.map(shellWord).join(' '), LONGEST_COMMAND)
  const isOurs = meta.runlab !== '' && meta.file !== ''
  return {
    started: started === '' ? null : started,
    command: isOurs && meta.trials === undefined ? commandOf(run) : null,
    sweep: isOurs && meta.trials !== undefined ? `runlab resume ${meta.run}\nrunlab sweep best ${meta.run} > best.yml` : null,
    load: `import { loadRun } from 'runlab'\nconst run = await loadRun(${quote(placeOf(run))})`,
  }
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}

/** Where the run lies: in its project where it does, else in full. */
function placeOf({ folder, meta }: Recorded): string {
  const inProject = meta.base_path !== '' && isInside(meta.base_path, folder) ? relative(meta.base_path, folder) : ''
  return inProject === '' ? folder : inProject.split(sep).join('/')
}

function commandOf({ meta }: Recorded): string {
  const set = Object.entries(meta.parameters).filter(([name, parameter]) => parameter.usable && isGiven(name, parameter, meta))
  // A path in a config is relative to that, and its value to the project.
  const flags = set.map(([name, { value, given, source, type }]) => {
    const word = wordOf(source === 'config' ? value : (given ?? value), type)
    return `-p ${shellWord(`${name}=${word}`)}`
  })
  const included = (meta.lineage?.layers ?? []).flatMap(({ kind, by, file }) =>
    kind === 'mixin' && by === undefined && file !== null ? [`--include ${shellWord(file)}`] : [],
  )
  const testing = meta.testing ? ['--testing'] : []
  const words = ['runlab run', shellWord(fileOf(meta)), ...included, ...testing, ...flags, `--seed ${meta.seed}`]
  return cutText(words.join(' '), LONGEST_COMMAND)
}

/** Whether a parameter has its value from the run itself, or from the environment that it was started in. */
function isGiven(name: string, { source }: RunMeta['parameters'][string], { lineage }: RunMeta): boolean {
  if (source === 'code' || source === 'command line' || source === 'original run' || source === 'environment') return true
  const changes = lineage !== null && Object.hasOwn(lineage.parameters, name) ? lineage.parameters[name] : undefined
  return changes?.at(-1)?.written !== undefined
}

/** With `#name` where the file does not export it as its primary one; a config exports nothing. */
function fileOf({ file, name, export: exported }: RunMeta): string {
  const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
  return name === stem || /\.ya?ml$/.test(file) ? file : `${file}#${exported ?? name}`
}

function wordOf(value: JsonValue, type: string): string {
  if (value === null && type.startsWith('optional ')) return '' // as the command line has it
  return typeof value === 'string' ? value : JSON.stringify(value)
}
