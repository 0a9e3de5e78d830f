import { Command, CommanderError } from 'commander'
import { problem } from '../errors.ts'
import { nearest } from '../internal/nearest.ts'
import { RUNLAB_VERSION } from '../runtime/loading/package-version.ts'
import { analyseCommand } from './commands/analyse.ts'
import { annotateCommands } from './commands/annotate.ts'
import { trashCommands } from './commands/delete.ts'
import { modifyCommand } from './commands/modify.ts'
import { lookCommands } from './commands/look.ts'
import { diffCommand } from './commands/diff.ts'
import { checkCommand } from './commands/check.ts'
import { completionCommand } from './commands/completion.ts'
import { compareCommand } from './commands/compare.ts'
import { compressCommand } from './commands/compress.ts'
import { importCommand } from './commands/import.ts'
import { drawCommand } from './commands/draw.ts'
import { exportCommand } from './commands/export.ts'
import { groupsCommand } from './commands/groups.ts'
import { listCommand } from './commands/list.ts'
import { newCommand } from './commands/new.ts'
import { plotCommand } from './commands/plot.ts'
import { pointsCommand } from './commands/points.ts'
import { queryCommand } from './commands/query.ts'
import { recoverCommand } from './commands/recover.ts'
import { runCommand } from './commands/run.ts'
import { reproduceCommand } from './commands/reproduce.ts'
import { rerunCommand } from './commands/rerun.ts'
import { schemaCommand } from './commands/schema.ts'
import { showCommand } from './commands/show.ts'
import { verifyCommand } from './commands/verify.ts'
import { printError, printErrors } from './print-errors.ts'
import { usageProblem } from './usage-error.ts'

/** Runs every command but `run`. Gives the exit code: 0, or 2 when refused. */
export async function runProgram(tokens: readonly string[]): Promise<number> {
  // `runlab list | head` closes the pipe when it has enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  let exitCode = 0
  const program = createProgram((code) => (exitCode = code))
  const unknown = unknownCommand(program, tokens)
  if (unknown !== null) {
    const names = program.commands.map((command) => command.name())
    const suggestion = OTHER_WORDS.get(unknown) ?? nearest(unknown, names)
    printErrors([problem('COMMAND_UNKNOWN', { command: unknown, suggestion })])
    return 2
  }
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

/** `end` takes the exit code of a command that is not all or nothing. */
export function createProgram(end: (exitCode: number) => void): Command {
  const program = new Command('runlab')
    .description('Computational experiments: one file, one command, one self-contained folder per run.')
    .version(RUNLAB_VERSION)
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({ outputError: () => undefined }) // said below
    .configureHelp({ subcommandTerm: (command) => command.name() })
  // A line of at most ten words each, in the summary where the description is longer.
  program.commandsGroup('Run')
  program
    .command('run')
    .summary('run an experiment, or configs: runlab run FILE…')
    .description('run an experiment, or configs: runlab run FILE… [--parameter value …]')
    .allowUnknownOption()
    .helpOption(false)
    .argument('[tokens...]')
    .action(async (tokens: string[]) => void (await runCommand(tokens)))
  rerunCommand(program)
  reproduceCommand(program)
  checkCommand(program, end)
  schemaCommand(program)
  program.commandsGroup('Look')
  listCommand(program)
  showCommand(program, end)
  lookCommands(program)
  pointsCommand(program)
  drawCommand(program, end)
  exportCommand(program, end)
  program.commandsGroup('Compare')
  groupsCommand(program)
  plotCommand(program)
  compareCommand(program)
  diffCommand(program)
  queryCommand(program, end)
  analyseCommand(program, end)
  newCommand(program)
  program.commandsGroup('Keep in order')
  annotateCommands(program, end)
  modifyCommand(program, end)
  trashCommands(program, end)
  compressCommand(program, end)
  importCommand(program, end)
  recoverCommand(program, end)
  verifyCommand(program, end)
  program.commandsGroup('Help')
  completionCommand(program)
  program.helpCommand('help [command]', 'show what a command takes')
  return program
}

/** What other programs call some commands. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['runs', 'list'],
  ['ls', 'list'],
  ['rm', 'delete'],
])

function unknownCommand(program: Command, tokens: readonly string[]): string | null {
  const [first] = tokens
  if (first === undefined || first.startsWith('-') || first === 'help') return null
  return program.commands.some((command) => command.name() === first) ? null : first
}
