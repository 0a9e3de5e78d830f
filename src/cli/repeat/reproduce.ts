import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import type { ArchivedRun } from '../../archive/opening/archived-run.ts'
import { findRun } from '../../archive/listing/find-run.ts'
import { problem, runlabError } from '../../errors.ts'
import { isInside } from '../../internal/is-inside.ts'
import { colorsFor } from '../../render/colors.ts'
import { terminalText } from '../../render/terminal-text.ts'
import { fetchNode, findNode, majorOf } from '../../reproduce/find-node.ts'
import type { Finding } from '../../reproduce/inspect/finding.ts'
import { inspectInputs } from '../../reproduce/inspect/inspect-inputs.ts'
import type { InputState } from '../../reproduce/inspect/inspect-inputs.ts'
import {
  describeInput,
  inspectCode,
  inspectMachine,
  inspectNode,
  inspectParameters,
  inspectSeed,
} from '../../reproduce/inspect/inspect-run.ts'
import { requestOf } from '../../reproduce/request-of.ts'
import { storedVariables } from '../../reproduce/stored-environment.ts'
import { startManager } from '../../reproduce/workspace/choose-manager.ts'
import { installPackages, planInstallation } from '../../reproduce/workspace/install-packages.ts'
import { leaveOutRunlab } from '../../reproduce/workspace/leave-out-runlab.ts'
import { copyInputs, makeLinks, unpackCode } from '../../reproduce/workspace/make-workspace.ts'
import type { Workspace } from '../../reproduce/workspace/make-workspace.ts'
import { readEnvironment } from '../../snapshot/environment.ts'
import { archiveOf } from '../archive-option.ts'
import { printErrors } from '../print-errors.ts'
import { printJson } from '../print.ts'
import { shellWord } from '../../report/report-texts.ts'
import { wantsLines } from '../write-line.ts'
import { findingsText, summaryOfFindings } from './findings-text.ts'
import { inspectPackages, linkInstalled, packagesNeeded, projectsOf } from './prepare-reproduction.ts'
import { givenNames, takeRepeatFlags, takeRun, takeSwitches, valueOfFlag } from './repeat-flags.ts'
import { checkRepeatable, repeatRun } from './repeat-run.ts'

const SWITCHES = ['check', 'use-installed', 'env-only', 'keep'] as const
type Switches = ReadonlySet<(typeof SWITCHES)[number]>

/** `runlab reproduce RUN …`: runs what a run has archived, in a workspace of its own. Gives the exit code. */
export async function reproduce(given: readonly string[]): Promise<number> {
  const { tokens, rules } = takeRepeatFlags(given)
  const { switches, rest: others } = takeSwitches(tokens, SWITCHES)
  const { run, rest } = takeRun(others, 'reproduce')
  const results = archiveOf(valueOfFlag(rest, '--results'))
  const original = await findRun(run, results)
  checkRepeatable(original)
  const node = await nodeFor(original, !switches.has('check'))
  if (node !== null && !switches.has('check')) return await runUnder(node)
  const inputs = await inspectInputs(original.inputs, projectsOf(original))
  const findings = await inspect(original, { inputs, rest, switches, node })
  if (switches.has('check')) return sayFindings(findings, wantsLines(rest))
  const missing = findings.filter(({ state }) => state === 'blocks')
  if (missing.length > 0) {
    printErrors(
      missing.map(({ text, advice }) => problem('REPEAT_REFUSED', { path: original.folder, reason: text, hint: advice ?? '' })),
    )
    return 2
  }
  const style = { width: process.stdout.columns || 80, colors: colorsFor(process.stdout, process.env) }
  const stream = wantsLines(rest) ? process.stderr : process.stdout
  stream.write(terminalText(findingsText(findings, style, false)))
  const changed = [...storedVariables(original.environment, process.env)].filter(([name, value]) => process.env[name] !== value)
  return await inWorkspace(original, { inputs, switches }, async (workspace) => {
    const request = requestOf(original.meta, { project: workspace.project })
    const file = join(workspace.project, request.file)
    if (!existsSync(file))
      throw runlabError('REPEAT_REFUSED', {
        path: original.folder,
        reason: `${request.file} is not in its code`,
        hint: 'See runlab verify.',
      })
    const asked = [...request.tokens, ...rest, `--results=${results}`]
    if (switches.has('env-only')) {
      stream.write(howToEnter(workspace, ['runlab', 'rerun', original.folder, ...rest, `--results=${results}`], changed))
      return 0
    }
    return await repeatRun({ original, how: 'reproduce', file: realpathSync(file), name: request.name, tokens: asked, rules })
  })
}

/** There the present code is that of the workspace. Variables that were not set are unset. */
function howToEnter(
  { project }: Workspace,
  command: readonly string[],
  changed: readonly (readonly [name: string, value: string | undefined])[],
): string {
  const variables = changed.flatMap(([name, value]) => (value === undefined ? ['-u', name] : [`${name}=${value}`]))
  const words = variables.length === 0 ? command : ['env', ...variables, ...command]
  return `cd ${shellWord(project)}\n${words.map(shellWord).join(' ')}\n`
}

interface Asked {
  readonly inputs: readonly InputState[]
  readonly rest: readonly string[]
  readonly switches: Switches
  readonly node: string | null
}

async function inspect(original: ArchivedRun, { inputs, rest, switches, node }: Asked): Promise<readonly Finding[]> {
  const { environment } = original
  const present = { ...(await readEnvironment({ project: process.cwd() })), git: null }
  const given = givenNames(rest)
  const applied = new Set(storedVariables(environment, process.env).keys())
  return [
    ...inspectCode(original),
    ...inspectNode(environment, process.version, node),
    ...inspectPackages(original, switches.has('use-installed')),
    ...inputs.filter(({ record: { parameter } }) => parameter === null || !given.has(parameter)).map(describeInput),
    ...inspectParameters(original, given),
    ...inspectSeed(original),
    ...inspectMachine(environment, present, applied),
  ]
}

function sayFindings(findings: readonly Finding[], asJson: boolean): number {
  const isBlocked = findings.some(({ state }) => state === 'blocks')
  if (asJson) printJson({ reproducible: !isBlocked, findings })
  else {
    const style = { width: process.stdout.columns || 80, colors: colorsFor(process.stdout, process.env) }
    process.stdout.write(terminalText(`${findingsText(findings, style, true)}\n${summaryOfFindings(findings)}\n`))
  }
  return isBlocked ? 1 : 0
}

/** A Node of the recorded major version, where this is another one and there is one. */
async function nodeFor({ environment }: ArchivedRun, mayFetch: boolean): Promise<string | null> {
  const major = environment === null ? Number.NaN : majorOf(environment.runtime.version)
  if (Number.isNaN(major) || major === majorOf(process.version)) return null
  const wanted = { major, home: homedir(), env: process.env }
  const found = await findNode(wanted)
  if (found !== null || !mayFetch) return found
  process.stderr.write(`Node ${major} is not installed: npx --package=node@${major} …\n`)
  return await fetchNode(wanted)
}

/** The same command under another Node. */
async function runUnder(node: string): Promise<number> {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' })
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, pass)
  return await new Promise((settle, reject) => {
    child.once('error', reject)
    child.once('close', (code) => settle(code ?? 1))
  })
}

/** Prepares a workspace and enters it as the run was started; it goes with the command unless it is to be kept. */
async function inWorkspace(
  original: ArchivedRun,
  { inputs, switches }: Pick<Asked, 'inputs' | 'switches'>,
  use: (workspace: Workspace) => Promise<number>,
): Promise<number> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'runlab-reproduce-')))
  const isKept = switches.has('keep') || switches.has('env-only')
  const before = process.cwd()
  try {
    const workspace = unpackCode(original, folder)
    const isNeeded = packagesNeeded(original).length > 0
    if (isNeeded && !switches.has('use-installed')) await installFromLockfile(original, workspace)
    makeLinks(workspace)
    if (isNeeded && switches.has('use-installed')) linkInstalled(original, workspace.project)
    copyInputs(inputs, workspace)
    applyEnvironment(original)
    process.chdir(startFolder(original, workspace))
    return await use(workspace)
  } finally {
    process.chdir(before)
    if (isKept) process.stderr.write(`The workspace is ${folder}\n`)
    else rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function installFromLockfile(original: ArchivedRun, workspace: Workspace): Promise<void> {
  const plan = planInstallation(workspace, original.environment?.packageManager ?? null)
  if (plan === null) return
  await leaveOutRunlab(workspace, plan.lockfile)
  const start = await startManager(plan.manager, dirname(plan.lockfile), process.env)
  process.stderr.write(`${[...start, ...plan.args].join(' ')} …\n`)
  await installPackages(plan, { start, env: process.env })
}

function applyEnvironment({ environment }: ArchivedRun): void {
  for (const [name, value] of storedVariables(environment, process.env)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}

/** The folder that stands for the one in which the run was started. */
function startFolder({ environment, meta }: ArchivedRun, { folder, project }: Workspace): string {
  const place = join(project, relative(meta.base_path, environment?.cwd ?? meta.base_path))
  return isInside(folder, place) && existsSync(place) ? place : project
}
