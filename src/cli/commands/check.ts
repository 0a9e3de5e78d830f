import type { Command } from 'commander'
import { colorsFor } from '../../render/colors.ts'
import type { Colors } from '../../render/colors.ts'
import type { CheckedFile, FoundProblem } from '../../runtime/checking/check-files.ts'
import { problemText } from '../../runtime/output/print-problems.ts'
import { print, printJson } from '../print.ts'

interface Options {
  readonly json?: true
  readonly strict?: true
}

/** `runlab check FILE…`: what is wrong with configs and experiments, without running them. */
export function checkCommand(program: Command, end: (exitCode: number) => void): void {
  program
    .command('check')
    .description('check experiments, mixins, configs and sweeps; run nothing')
    .argument('<files...>', 'scripts and configs')
    .option('--strict', 'take warnings for errors')
    .option('--json', 'as JSON')
    .action(async (files: string[], { json, strict }: Options) => {
      const [{ checkFiles }, { checkSweepFile }] = await Promise.all([
        import('../../runtime/checking/check-files.ts'),
        import('../../sweep/definition/check-sweep-file.ts'),
      ])
      const checked = await checkFiles(files, checkSweepFile)
      if (json === true) printJson(checked.map(asJson))
      else print(asText(checked))
      const found = checked.flatMap(({ problems }) => problems)
      end(found.some(({ severity }) => severity === 'error' || strict === true) ? 1 : 0)
    })
}

function asJson({ file, kind, holds, problems }: CheckedFile): unknown {
  return {
    file,
    kind,
    holds,
    problems: problems.map(({ severity, code, message, hint, place }) => ({
      severity,
      code,
      message,
      hint: hint ?? null,
      file: place?.file ?? null,
      line: place?.line ?? null,
      column: place?.column ?? null,
      frame: place?.frame ?? null,
    })),
  }
}

function asText(checked: readonly CheckedFile[]): string {
  const colors = colorsFor(process.stdout, process.env)
  const told = new Map<string, string[]>()
  for (const { file, problems } of checked) {
    for (const found of problems) {
      const key = textOf(found.place === undefined ? file : '', found, colors)
      told.set(key, [...(told.get(key) ?? []), file])
    }
  }
  const blocks = checked.map(({ file, holds, problems }) => {
    if (problems.length === 0) return `${colors.green('ok')}     ${file}${holds === '' ? '' : colors.dim(`  ${holds}`)}\n`
    const texts = problems.map((found) => textOf(found.place === undefined ? file : '', found, colors))
    // What is wrong in a config that several extend is told with the first.
    return texts.flatMap((text) => (told.get(text)?.[0] === file ? [`${text}${alsoIn(told.get(text) ?? [])}`] : [])).join('')
  })
  const count = (severity: string): number =>
    checked.flatMap((one) => one.problems).filter((one) => one.severity === severity).length
  const [errors, warnings] = [count('error'), count('warning')]
  const summary = `${plural(checked.length, 'file')}, ${plural(errors, 'error')}, ${plural(warnings, 'warning')}\n`
  return [...blocks, checked.length === 1 && errors + warnings === 0 ? '' : summary].join('')
}

function alsoIn([, ...others]: readonly string[]): string {
  return others.length === 0 ? '' : `       This is in ${others.join(', ')}, too.\n`
}

function textOf(file: string, found: FoundProblem, colors: Colors): string {
  const { severity, message, place } = found
  const isNamed = place !== undefined || message.includes(file)
  const head = severity === 'error' ? colors.red('error:') : colors.yellow('warning:')
  return problemText(found, isNamed ? head : `${head} ${file}:`, process.cwd())
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
