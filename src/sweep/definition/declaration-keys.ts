/** The keys of a sweep that a file defines, in the order in which they are explained, and what an editor says of each. */
export const DECLARATION_KEYS = {
  experiment: 'What is run: a script, FILE#name, or a config, relative to this file; of a list, which one is a choice as well.',
  space: 'The parameters that vary, and what each may be: a list, a text like 1e-5..1e-1:log, or range, grid or choice.',
  parameters: 'Values that are the same in every trial, by name.',
  objective: 'What is made better, of a run: minimize or maximize with an expression; a list of several.',
  sampler: 'How the next trial is chosen: grid, random, sobol, tpe, cma-es or nsga2.',
  pruner: 'How trials are stopped early: median, asha or patience.',
  seeds: 'Repeats of each setting, of which the objective is the mean: a list, or a text like 1..3.',
  trials: 'How many settings; all of a grid when left out.',
  jobs: 'Runs at the same time; 1 when left out.',
  time: 'No trial begins after so long: 8h, 30min, or seconds.',
  trialTime: 'A run that takes longer is stopped, and its trial has failed.',
  enqueue: 'Settings that are tried first: a list of parameters with their values.',
  seed: 'Of the search; drawn when left out.',
  name: "The sweep's name, which its trials begin with; generated when left out.",
  namespace: 'Where in the archive sweep and trials go.',
  results: 'The archive: a folder, relative to this file.',
} as const

export type DeclarationKey = keyof typeof DECLARATION_KEYS
