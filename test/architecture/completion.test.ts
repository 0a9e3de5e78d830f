import { expect, test } from 'vitest'
import { ARGUMENTS, OPTION_VALUES, SHORT_OPTIONS } from '../../src/cli/completion/arguments.ts'
import { createProgram } from '../../src/cli/program.ts'
import { RUN_FLAGS } from '../../src/runtime/command-line/run-flags.ts'

const program = createProgram(() => undefined)
const options = program.commands.flatMap((command) => command.options.filter(({ required, optional }) => required || optional))

test('completion knows the arguments of no command that there is not', () => {
  const named = program.commands.map((command) => command.name())
  expect([...named, 'help']).toEqual(expect.arrayContaining(Object.keys(ARGUMENTS)))
})

test('completion knows no option of a value that there is not', () => {
  const flags = RUN_FLAGS.flatMap(({ name, takesValue }) => (takesValue ? [`--${name}`] : []))
  const named = options.map(({ long }) => long)
  expect([...named, ...flags]).toEqual(expect.arrayContaining([...Object.keys(OPTION_VALUES), '--kind']))
  const short = options.flatMap((option) => option.short ?? [])
  expect(short).toEqual(expect.arrayContaining(Object.keys(SHORT_OPTIONS)))
})
