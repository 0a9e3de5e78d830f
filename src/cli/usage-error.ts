import type { Command, CommanderError } from 'commander'
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import { capitalised } from '../internal/capitalised.ts'
import { nearest } from '../internal/nearest.ts'

/** What is wrong with how a command was called, in the words of all other errors. */
export function usageProblem(error: CommanderError, program: Command, [name]: readonly string[]): Problem {
  const command = program.commands.find((one) => one.name() === name)
  const help = `${command === undefined ? 'runlab' : `runlab ${command.name()}`} --help`
  const flag = /^error: unknown option '(--?[^']+)'/.exec(error.message)?.[1]
  if (flag === undefined) return problem('USAGE', { reason: capitalised(error.message.replace(/^error: /, '')), help })
  const known = [...program.options, ...(command?.options ?? [])].flatMap(({ long }) => long ?? [])
  return problem('FLAG_UNKNOWN', { flag, suggestion: nearest(flag, [...known, '--help']), help })
}
