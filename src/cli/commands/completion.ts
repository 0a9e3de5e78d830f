import { Argument } from 'commander'
import type { Command } from 'commander'
import { completionScript, HOW_TO_INSTALL, SHELLS } from '../completion/scripts.ts'
import type { Shell } from '../completion/scripts.ts'
import { print } from '../print.ts'

/** `runlab completion SHELL`: what a shell needs to complete commands, flags, runs and parameters. */
export function completionCommand(program: Command): void {
  program
    .command('completion')
    .summary('print what a shell needs to complete runlab')
    .description('print the script that completes commands, flags, runs, parameters and fields in a shell')
    .addArgument(new Argument('<shell>', 'whose').choices(SHELLS))
    .addHelpText('after', `\nTo install:\n${SHELLS.map((shell) => `  ${HOW_TO_INSTALL[shell]}\n`).join('')}`)
    .action((shell: Shell) => print(completionScript(shell)))
}
