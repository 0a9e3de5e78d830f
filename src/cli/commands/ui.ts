import type { Command } from 'commander'
import type { UiOptions } from '../serve-page.ts'

/** `runlab ui`: the archive as a page. */
export function uiCommand(program: Command): void {
  program
    .command('ui')
    .summary('look at the archive in the browser')
    .description('serve the archive as a page to this machine, until Ctrl-C')
    .option('--port <number>', 'where; a free one when left out')
    .option('--open', 'open it in the browser')
    .option('--results <dir>', 'the archive')
    .action(async (options: UiOptions) => await (await import('../serve-page.ts')).servePage(options))
}
