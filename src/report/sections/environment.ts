import { FILES } from '../../format/files.ts'
import { isJsonObject } from '../../format/json-value.ts'
import { parseJsonText } from '../../format/parse-json-text.ts'
import type { EnvironmentRecord } from '../../format/records.ts'
import { bytesText } from '../../render/bytes-text.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { attempt, sayError } from '../report-run.ts'
import type { ReportRun } from '../report-run.ts'
import { cutText } from '../report-texts.ts'
import { howAgain } from '../run-again.ts'
import { factList } from '../table.ts'

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
export function machineRows(record: EnvironmentRecord, isWithoutGit: boolean): readonly Row[] {
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
export function packagesOf({ run, files }: ReportRun): string {
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
  const { started, command, sweep, load } = howAgain(run)
  return html`${
      started === null
        ? null
        : html`<p>It was started as</p>
            <pre tabindex="0" aria-label="Command line">${started}</pre>`
    }
    ${
      sweep !== null
        ? html`<p>To go on with it, and to have its best trial as a config:</p>
            <pre tabindex="0" aria-label="Commands of the sweep">${sweep}</pre>`
        : command === null
          ? null
          : html`<p>To run it again, with the same parameters and seed, from the project's folder:</p>
              <pre tabindex="0" aria-label="Command to run it again">${command}</pre>`
    }
    <p>To go on with its results:</p>
    <pre tabindex="0" aria-label="Code that loads it">${load}</pre>`
}
