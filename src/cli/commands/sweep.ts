import type { Command } from 'commander'

/** What `runlab sweep --help` says. The command itself takes its words as they are: parameters are not known before. */
export function sweepHelp(program: Command): void {
  program
    .command('sweep')
    .summary('run many settings of an experiment: a grid or search')
    .description(
      'run an experiment with many settings and keep a ledger of them; runlab sweep best SWEEP prints its best trial as a config. With FILE, --help lists the parameters',
    )
    .argument('<files...>', "experiments, FILE[#name], or configs; of several, which one is a choice as well; or a sweep's file")
    .allowUnknownOption()
    .option('--minimize <expr>', 'the objective, of a run: series.loss.min; may be given again')
    .option('--maximize <expr>', 'the same where more is better: data.accuracy')
    .option('--trials <n>', 'how many settings; all of a grid when left out')
    .option('--jobs <n>', 'runs at the same time; 1 when left out')
    .option('--sampler <name>', 'grid, random, sobol, tpe, cma-es, nsga2; options like tpe:startup=20')
    .option('--prune <name>', 'stop trials early: median, asha, patience; options like asha:first=2:series=loss')
    .option('--seed <seeds>', 'repeats of each setting, 1..3 or 1,5,9; the objective is their mean')
    .option('--time <time>', 'begin no trial after so long: 8h, 30min')
    .option('--trial-time <time>', 'stop a run that takes longer; its trial has failed')
    .option('--sweep-seed <n>', 'seed of the search; drawn when left out')
    .option('--dry-run', 'say how many trials there will be, and the first ones; run nothing')
    .option('--name <name>', "the sweep's name, which its trials begin with; generated when left out")
    .option('--namespace <n/s>', 'where in the archive sweep and trials go')
    .option('--results <dir>', 'the archive')
    .option('--include <mixin>', 'include a mixin in every trial, FILE[#name]; may be given again')
    .option('--testing', 'take the values that the experiment has for testing')
    .option('--strict', 'as in runlab run')
    .option('--no-visuals', 'as in runlab run')
    .option('--no-system', 'as in runlab run')
    .option('--grace <seconds>', 'as in runlab run')
}
