/** One of runlab's own flags of `runlab run`. */
export interface RunFlag {
  readonly name: string
  readonly takesValue: boolean
  /** One letter: `h` for `-h`. */
  readonly short?: string
  readonly repeats?: boolean
  /** What stands for the value in help. */
  readonly placeholder?: string
  readonly help: string
}

/** The flags of `runlab run`, and of a file run by `node --import runlab/register`. */
export const RUN_FLAGS = [
  { name: 'seed', takesValue: true, placeholder: 'N', help: 'seed of the run; drawn when left out' },
  { name: 'debug', takesValue: false, help: 'use the folder "debug", replacing the last debug run' },
  {
    name: 'include',
    takesValue: true,
    repeats: true,
    placeholder: 'MIXIN',
    help: 'include a mixin, FILE[#name]; may be given again',
  },
  { name: 'dry-run', takesValue: false, help: 'say what would run, and where its parameters and hooks come from; write nothing' },
  { name: 'testing', takesValue: false, help: 'take the values that the experiment has for testing' },
  {
    name: 'strict',
    takesValue: false,
    help: 'throw what e.track cannot track, in place of a warning; --debug and --testing do, too',
  },
  { name: 'no-visuals', takesValue: false, help: 'do not draw what was tracked; runlab draw does it later' },
  { name: 'no-system', takesValue: false, help: 'do not sample processor, memory and event loop' },
  { name: 'prefix', takesValue: true, placeholder: 'P', help: "put before the run's generated name" },
  { name: 'name', takesValue: true, placeholder: 'NAME', help: "the run's name, in place of a generated one" },
  { name: 'namespace', takesValue: true, placeholder: 'N/S', help: 'where in the archive the run goes' },
  { name: 'results', takesValue: true, placeholder: 'DIR', help: 'the archive' },
  {
    name: 'expect',
    takesValue: true,
    placeholder: 'RUN',
    help: 'compare what it gives with RUN, whose seed it takes; 4 when different; --tolerance as for rerun',
  },
  { name: 'grace', takesValue: true, placeholder: 'SECONDS', help: 'to end after a signal; 10 when left out' },
  { name: 'keep-going', takesValue: false, help: 'of several configs, run the others when one fails' },
  { name: 'jobs', takesValue: true, placeholder: 'N', help: 'of several configs, run N at a time' },
  { name: 'quiet', takesValue: false, help: 'no panels and progress bars' },
  { name: 'json', takesValue: false, help: 'for programs: two lines of JSON on standard output, the rest on standard error' },
  { name: 'help', short: 'h', takesValue: false, help: "the experiment's parameters and these flags" },
] as const satisfies readonly RunFlag[]
