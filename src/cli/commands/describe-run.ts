import type { Command } from 'commander'

/** `runlab run` as the help of the program shows it; `main` runs it, before there is a program. */
export function describeRun(program: Command): void {
  program
    .command('run')
    .summary('run an experiment, or configs: runlab run FILE…')
    .description('run an experiment, or configs: runlab run FILE… [--parameter value …]')
    .allowUnknownOption()
    .helpOption(false)
    .argument('[tokens...]')
    .action(async (tokens: string[]) => void (await (await import('../run-command.ts')).runCommand(tokens)))
}
