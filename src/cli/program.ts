import { Command, CommanderError } from 'commander'
import { problem } from '../errors.ts'
import { nearest } from '../internal/nearest.ts'
import { RUNLAB_VERSION } from '../runtime/loading/package-version.ts'
import { CATALOGUE, COMMANDS } from './catalogue.ts'
import type { End } from './catalogue.ts'
import { printError, printErrors } from './print-errors.ts'
import { usageProblem } from './usage-error.ts'

/** Runs every command but `run`. Gives the exit code: 0, or 2 when refused. */
export async function runProgram(tokens: readonly string[]): Promise<number> {
  // `runlab list | head` closes the pipe when it has enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  let exitCode = 0
  const [name] = tokens
  if (name !== undefined && !name.startsWith('-') && !COMMANDS.includes(name)) {
    const suggestion = OTHER_WORDS.get(name) ?? nearest(name, COMMANDS)
    printErrors([problem('COMMAND_UNKNOWN', { command: name, suggestion })])
    return 2
  }
  const program = await createProgram((code) => (exitCode = code), name)
  try {
    await program.parseAsync([...tokens], { from: 'user' })
    return exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) printError(error)
    else if (error.exitCode === 0) return 0
    else printErrors([usageProblem(error, program, tokens)])
    return 2
  }
}

/** With the command `only`, and those beside it; with all where it is none. */
export async function createProgram(end: End, only?: string): Promise<Command> {
  const program = new Command('runlab')
    .description('Computational experiments: one file, one command, one self-contained folder per run.')
    .version(RUNLAB_VERSION)
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ outputError: () => undefined }) // said below
    .configureHelp({ subcommandTerm: (command) => command.name() })
  const isOne = only !== undefined && only !== 'help' && COMMANDS.includes(only)
  for (const [group, entries] of Object.entries(CATALOGUE)) {
    program.commandsGroup(group)
    const wanted = isOne ? entries.filter(({ names }) => names.includes(only)) : entries
    // oxlint-disable-next-line no-await-in-loop -- help has an order
    for (const { declare } of wanted) await declare(program, end)
  }
  program.helpCommand('help [command]', 'show what a command takes')
  return program
}

/** What other programs call some commands. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['runs', 'list'],
  ['ls', 'list'],
  ['rm', 'delete'],
])
