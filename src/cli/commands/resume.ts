import type { Command } from 'commander'

/** What `runlab resume --help` says. The command itself takes its words as they are: parameters are not known before. */
export function resumeHelp(program: Command): void {
  program
    .command('resume')
    .summary('go on with a sweep, or with more trials')
    .description('go on with a sweep where its ledger ends: what was cut off, more trials, wider values')
    .argument('<sweep>', 'a path, a name, the beginning or end of a name, or "latest"')
    .argument('[flags...]', 'parameters and flags of runlab sweep, in place of what the sweep had')
    .allowUnknownOption()
    .option('--retry <which>', 'failed: run trials again that have failed')
    .option('--trials <n>', 'how many settings there are to be, with those that are there')
    .option('--jobs <n>', 'runs at the same time')
    .option('--time <time>', 'begin no trial after so long from now: 8h, 30min')
    .option('--results <dir>', 'the archive')
}
