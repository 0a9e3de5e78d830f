/**
 * Runs a command line and gives the exit code. `run` comes first and alone: it starts the process of the experiment,
 * and what the other commands need would only delay that. A shell that asks what fits waits, too.
 */
export async function main(tokens: readonly string[]): Promise<number> {
  if (tokens[0] === 'run') {
    const { runCommand } = await import('./run-command.ts')
    return await runCommand(tokens.slice(1))
  }
  if ((tokens[0] === 'rerun' || tokens[0] === 'reproduce') && !asksForHelp(tokens)) {
    const { repeatCommand } = await import('./repeat/repeat-command.ts')
    return await repeatCommand(tokens)
  }
  if (tokens[0] === 'resume' && !asksForHelp(tokens)) {
    const { resumeCommand } = await import('./resume-command.ts')
    return await resumeCommand(tokens.slice(1))
  }
  if (tokens[0] === 'sweep') {
    const { sweepCommand } = await import('./sweep/sweep-command.ts')
    return await sweepCommand(tokens.slice(1))
  }
  if (tokens[0] === '__complete') {
    const { answerShell } = await import('./completion/answer-shell.ts')
    return await answerShell(tokens.slice(1))
  }
  const { runProgram } = await import('./program.ts')
  return await runProgram(tokens)
}

/** Of a command that takes parameters as they are; its help is the program's. */
function asksForHelp(tokens: readonly string[]): boolean {
  const end = tokens.indexOf('--')
  return (end < 0 ? tokens : tokens.slice(0, end)).some((token) => token === '--help' || token === '-h')
}
