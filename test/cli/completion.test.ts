import { expect, test } from 'vitest'
import { ARGUMENTS, OPTION_VALUES, SHORT_OPTIONS } from '../../src/cli/completion/arguments.ts'
import { COMMANDS } from '../../src/cli/catalogue.ts'
import { createProgram } from '../../src/cli/program.ts'
import { RUN_FLAGS } from '../../src/runtime/command-line/run-flags.ts'

const program = await createProgram(() => undefined)
const options = program.commands.flatMap((command) => command.options.filter(({ required, optional }) => required || optional))

test('completion knows what the arguments of every command are', () => {
  const named = program.commands.map((command) => command.name())
  expect(Object.keys(ARGUMENTS).toSorted()).toEqual([...named, 'help'].toSorted())
  expect(COMMANDS).toEqual([...named, 'help'])
})

test('completion knows every option that takes a value, and no other', () => {
  const flags = RUN_FLAGS.flatMap(({ name, takesValue }) => (takesValue ? [`--${name}`] : []))
  const named = options.map(({ long }) => long)
  expect([...Object.keys(OPTION_VALUES), '--kind'].toSorted()).toEqual([...new Set([...named, ...flags])].toSorted())
  const short = options.flatMap((option) => option.short ?? [])
  expect(Object.keys(SHORT_OPTIONS).toSorted()).toEqual([...new Set(short)].toSorted())
})
