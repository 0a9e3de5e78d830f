import type { RunFlag } from '../../runtime/command-line/run-flags.ts'

/** The flags of `runlab sweep`, besides the parameters of the experiment. */
export const SWEEP_FLAGS = [
  {
    name: 'minimize',
    takesValue: true,
    repeats: true,
    placeholder: 'EXPR',
    help: 'the objective, of a run: series.loss.min; may be given again',
  },
  {
    name: 'maximize',
    takesValue: true,
    repeats: true,
    placeholder: 'EXPR',
    help: 'the same where more is better: data.accuracy',
  },
  { name: 'trials', takesValue: true, placeholder: 'N', help: 'how many settings; all of a grid when left out' },
  { name: 'jobs', takesValue: true, placeholder: 'N', help: 'runs at the same time; 1 when left out' },
  {
    name: 'sampler',
    takesValue: true,
    placeholder: 'NAME',
    help: 'grid, random, sobol, tpe, cma-es, nsga2; options like tpe:startup=20',
  },
  {
    name: 'prune',
    takesValue: true,
    placeholder: 'NAME',
    help: 'stop trials early: median, asha, patience; options like asha:first=2:series=loss',
  },
  {
    name: 'seed',
    takesValue: true,
    placeholder: 'SEEDS',
    help: 'repeats of each setting, 1..3 or 1,5,9; the objective is their mean',
  },
  { name: 'time', takesValue: true, placeholder: 'TIME', help: 'begin no trial after so long: 8h, 30min' },
  { name: 'trial-time', takesValue: true, placeholder: 'TIME', help: 'stop a run that takes longer; its trial has failed' },
  { name: 'sweep-seed', takesValue: true, placeholder: 'N', help: 'seed of the search; drawn when left out' },
  { name: 'dry-run', takesValue: false, help: 'say how many trials there will be, and the first ones; run nothing' },
  {
    name: 'name',
    takesValue: true,
    placeholder: 'NAME',
    help: "the sweep's name, which its trials begin with; generated when left out",
  },
  { name: 'namespace', takesValue: true, placeholder: 'N/S', help: 'where in the archive sweep and trials go' },
  { name: 'results', takesValue: true, placeholder: 'DIR', help: 'the archive' },
  {
    name: 'include',
    takesValue: true,
    repeats: true,
    placeholder: 'MIXIN',
    help: 'include a mixin in every trial, FILE[#name]; may be given again',
  },
  { name: 'testing', takesValue: false, help: 'take the values that the experiment has for testing' },
  { name: 'strict', takesValue: false, help: 'as in runlab run' },
  { name: 'no-visuals', takesValue: false, help: 'as in runlab run' },
  { name: 'no-system', takesValue: false, help: 'as in runlab run' },
  { name: 'grace', takesValue: true, placeholder: 'SECONDS', help: 'as in runlab run' },
  { name: 'help', short: 'h', takesValue: false, help: "the experiment's parameters and these flags" },
] as const satisfies readonly RunFlag[]

/** Those that every trial is given as they are. */
export const PASSED_ON = ['testing', 'strict', 'no-visuals', 'no-system', 'grace'] as const
