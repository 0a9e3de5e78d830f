import type { Command } from 'commander'

/** What `runlab reproduce --help` says. The command itself takes its words as they are: parameters are not known before. */
export function reproduceCommand(program: Command): void {
  program
    .command('reproduce')
    .summary('run the archived code of a run again, and compare')
    .description(
      'run again what a run was, with its archived code and packages in a workspace of its own, and compare what it gives',
    )
    .argument('[run]', 'a path, a ZIP, a name, the beginning or end of a name, or "latest"')
    .argument('[flags...]', 'parameters and flags of runlab run, in place of what the run had')
    .allowUnknownOption()
    .option('--check', 'say how reproducible it is and what stands in the way; run nothing')
    .option('--use-installed', 'take packages that are installed in the project, where they are what the lockfile says')
    .option('--env-only', 'prepare the workspace, say how to enter it, and run nothing')
    .option('--keep', 'leave the workspace')
    .option('--where <expression>', 'every run of which it is true, one after the other, and a table at the end')
    .option('--again', 'with --where: also runs that were reproduced before')
    .option('--tolerance <rule>', 'NAME=TOLERANCE: 1e-6, absolute:0.1, ignore or pixels; may be given again')
    .option('--results <dir>', 'the archive')
    .option('--json', 'for programs: three lines of JSON on standard output, the rest on standard error; with --where a list')
    .option('--csv', 'with --where: as comma-separated values')
    .option('--markdown', 'with --where: as a table in Markdown')
    .option('--latex', 'with --where: as a table in LaTeX, for the package booktabs')
}
