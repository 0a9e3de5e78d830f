import type { Command } from 'commander'

/** What `runlab rerun --help` says. The command itself takes its words as they are: parameters are not known before. */
export function rerunCommand(program: Command): void {
  program
    .command('rerun')
    .summary('run it again with the present code, and compare')
    .description('run again what a run was, with its parameters and seed and the present code, and compare what it gives')
    .argument('<run>', 'a path, a name, the beginning or end of a name, or "latest"')
    .argument('[flags...]', 'parameters and flags of runlab run, in place of what the run had')
    .allowUnknownOption()
    .option('--tolerance <rule>', 'NAME=TOLERANCE: 1e-6, absolute:0.1, ignore or pixels; may be given again')
    .option('--results <dir>', 'the archive')
    .option('--json', 'for programs: three lines of JSON on standard output, the rest on standard error')
}
