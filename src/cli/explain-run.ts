import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { nearest } from '../internal/nearest.ts'
import { flagRows } from '../render/help.ts'
import { RUN_FLAGS } from '../runtime/command-line/run-flags.ts'
import { isScript } from './is-script.ts'
import { printErrors } from './print-errors.ts'
import { unarchivedLine } from './run-lines.ts'
import { writeLine } from './write-line.ts'

/** Says what `runlab run` takes, or that a file is missing. Gives the exit code. */
export function explainRun(tokens: readonly string[]): number {
  if (!tokens.includes('--help') && !tokens.includes('-h')) return refuse(problem('FILE_MISSING', {}))
  process.stdout.write(`Usage: runlab run FILE[#name] [--parameter value …] [flags]

Runs the experiment that FILE exports and archives the run.
runlab run FILE --help lists the experiment's parameters.

Flags:
${flagRows(RUN_FLAGS, Math.min(process.stdout.columns || 80, 100))}`)
  return 0
}

/** Says that there is no such file, also to a program that is told in lines of JSON. Gives the exit code. */
export function refuseFile(file: string, tells: boolean): number {
  if (tells) writeLine(unarchivedLine(file, 'refused', 2))
  const near = nearest(basename(file), scriptsIn(dirname(file)))
  return refuse(
    problem('FILE_NOT_FOUND', {
      file,
      suggestion: near === null ? null : join(dirname(file), near),
      isFolder: statSync(file, { throwIfNoEntry: false })?.isDirectory() === true,
    }),
  )
}

function scriptsIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter(isScript)
}

function refuse(found: Problem): number {
  printErrors([found])
  return 2
}
