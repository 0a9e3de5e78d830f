import { relative, sep } from 'node:path'
import { FILES } from '../../format/files.ts'
import { isJsonObject } from '../../format/json-value.ts'
import type { RunMeta } from '../../format/meta.ts'
import type { JsonValue } from '../../format/json-value.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import type { EnvironmentRecord } from '../../format/records.ts'
import { isInside } from '../../internal/is-inside.ts'
import { bytesText } from '../../render/bytes-text.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { attempt, sayError } from '../report-run.ts'
import type { ReportRun } from '../report-run.ts'
import { cutText, shellWord } from '../report-texts.ts'
import { factList } from '../table.ts'

const LONGEST_COMMAND = 4000
const MOST_PACKAGES = 60
/** Bytes of a package.json. */
const LARGEST_MANIFEST = 200_000

/** Where it ran, and what else its results may depend on. */
export function environment(report: ReportRun): Html {
  const { meta } = report.run
  const seed = meta.seed === null ? '' : `${meta.seed}${meta.seed_source === 'drawn' ? ', drawn' : ', given'}`
  const machine = attempt(report, () => {
    const { environment: record } = report.run
    return record === null
      ? html`<p>The machine was not recorded.</p>`
      : facts([...machineRows(record, meta.git === null), ...manifestRows(report)])
  })
  const written = meta.runlab === '' ? '' : `runlab ${meta.runlab}${meta.mode === 'supervised' ? ', supervised' : ', in process'}`
  return html`${facts([
    ['seed', seed],
    ['written by', written],
  ])}${machine}`
}

type Row = readonly [name: string, value: string]

/** That there is no git is said with the code. */
function machineRows(record: EnvironmentRecord, isWithoutGit: boolean): readonly Row[] {
  const { runtime, os, cpu, memory, gpu, host, user, env, packageManager } = record
  const missing = record.missing.filter((text) => !(isWithoutGit && text.startsWith('git: ')))
  return [
    ['runtime', `${runtime.name} ${runtime.version}${runtime.execArgv.length === 0 ? '' : ` ${runtime.execArgv.join(' ')}`}`],
    ['system', `${os.platform} ${os.arch}, ${os.release}`],
    ['machine', `${host}, as ${user}`],
    ['processors', `${cpu.count} × ${cpu.model === '' ? 'unknown' : cpu.model}`],
    ['memory', bytesText(memory.total)],
    ['graphics', gpu.map(({ name, memory: size }) => (size === null ? name : `${name} (${size})`)).join(', ')],
    [
      'packages',
      packageManager === null ? '' : `${packageManager.name}, ${packageManager.lockfile} ${packageManager.sha256.slice(0, 12)}`,
    ],
    [
      'variables',
      Object.entries(env)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    ],
    ['not known', missing.join('; ')],
  ]
}

/** A manifest is the user's, and may be anything. */
function manifestRows(report: ReportRun): readonly Row[] {
  try {
    return [['dependencies', packagesOf(report)]]
  } catch (error) {
    return [['dependencies', sayError(error, report.run.folder)]]
  }
}

/** The packages that the project's package.json names, as it stood. */
function packagesOf({ run, files }: ReportRun): string {
  const manifest = run.snapshot?.files.find(({ path, role }) => role === 'project' && /(?:^|\/)package\.json$/.test(path))
  const text = manifest === undefined ? undefined : files.read(`${FILES.code}/${manifest.path}`, { first: LARGEST_MANIFEST })
  if (text === undefined || text === null) return ''
  const document = parseJsonText(text.toString('utf8'), `${FILES.code}/${manifest?.path}`)
  const asked = isJsonObject(document) ? document['dependencies'] : undefined
  if (asked === undefined || !isJsonObject(asked)) return ''
  const names = Object.entries(asked).map(([name, range]) => `${name} ${typeof range === 'string' ? range : ''}`.trim())
  return names.length <= MOST_PACKAGES ? names.join(', ') : `${names.slice(0, MOST_PACKAGES).join(', ')}, …`
}

function facts(rows: readonly Row[]): Html {
  return factList(
    'rows',
    rows.map(([name, value]) => [name, cutText(value, 1000)]),
  )
}

/** How it was started, how to run it again, how to go on with it. */
export function again({ run }: ReportRun): Html {
  const { meta } = run
  // Of `runlab run` it is the command line of the process that it starts, which nobody types.
  const started = meta.mode === 'supervised' ? '' : cutText(meta.argv.map(shellWord).join(' '), LONGEST_COMMAND)
  const isOurs = meta.runlab !== '' && meta.file !== ''
  return html`${
      started === ''
        ? null
        : html`<p>It was started as</p>
            <pre tabindex="0" aria-label="Command line">${started}</pre>`
    }
    ${
      isOurs && meta.trials !== undefined
        ? html`<p>To go on with it, and to have its best trial as a config:</p>
            <pre tabindex="0" aria-label="Commands of the sweep">
runlab resume ${meta.run}
runlab sweep best ${meta.run} &gt; best.yml</pre>`
        : isOurs
          ? html`<p>To run it again, with the same parameters and seed, from the project's folder:</p>
              <pre tabindex="0" aria-label="Command to run it again">${commandOf(run)}</pre>`
          : null
    }
    <p>To go on with its results:</p>
    <pre tabindex="0" aria-label="Code that loads it">
import { loadRun } from 'runlab'
const run = await loadRun(${quote(placeOf(run))})</pre>`
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}

/** Where the run lies: in its project where it does, else in full. */
function placeOf({ folder, meta }: ReportRun['run']): string {
  const inProject = meta.base_path !== '' && isInside(meta.base_path, folder) ? relative(meta.base_path, folder) : ''
  return inProject === '' ? folder : inProject.split(sep).join('/')
}

function commandOf({ meta }: ReportRun['run']): string {
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
