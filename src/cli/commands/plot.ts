import type { Command } from 'commander'
import { queryOptions } from '../query-options.ts'
import type { PlotOptions } from '../plot-runs.ts'

/** `runlab plot`: a figure over runs, for the screen or a paper. */
export function plotCommand(program: Command): void {
  const command = program
    .command('plot')
    .description('draw a figure over runs, also for a paper')
    .argument('<what>', 'a series, or an expression of a number')
    .argument('[namespace]', 'only runs of this namespace and those below it')
    .option('-o, --output <file>', 'where to: .svg, .png or .pdf; the name of what is drawn when left out')
    .option('--kind <kind>', 'curves, means, scatter, box or parallel; curves of a series, else means')
    .option('--by <expressions>', 'what makes a group; all parameters but the seed when left out')
    .option('--x <x>', 'step or time for curves; an expression for means and scatter')
    .option('--band <band>', 'ci, quartiles or range; ci when left out')
    .option('--smooth [weight]', 'smooth the curve of each run: 0…1, 0.6 without a number')
    .option('--title <text>', "above the figure; none with ''")
    .option('--x-label <text>', 'at the axis of x, in place of the name of what is there')
    .option('--y-label <text>', 'at the axis of y')
    .option('--log', 'y is logarithmic; chosen by the values when left out')
    .option('--paper', 'for a paper: told apart in grey, no title in the picture, 85 mm wide')
    .option('--width <length>', 'as it is printed: 85mm, 3.3in, 8.5cm')
    .option('--height <length>', 'as it is printed; what suits the width when left out')
    .option('--font-size <size>', 'as it is printed: 8pt')
  queryOptions(command, ['where', 'sort', 'limit', 'results'])
    .option('--json', 'what was drawn as JSON')
    .action(async (what: string, namespace: string | undefined, options: PlotOptions) => {
      const { plotToFile } = await import('../plot-runs.ts')
      await plotToFile(what, namespace, options)
    })
}
