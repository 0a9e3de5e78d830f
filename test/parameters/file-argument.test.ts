import { describe, expect, test } from 'vitest'
import { findFileArgument } from '../../src/parameters/command-line/file-argument.ts'

const FLAGS = [
  { name: 'prefix', takesValue: true },
  { name: 'debug', takesValue: false },
  { name: 'dry-run', takesValue: false },
  { name: 'output', takesValue: true, short: 'o' },
] as const

const isExperimentFile = (token: string): boolean => ['exp.ts', 'words.ts', 'odd#1.ts'].includes(token)
const find = (line: string): ReturnType<typeof findFileArgument> => findFileArgument(line.split(' '), FLAGS, isExperimentFile)

describe('the file is found', () => {
  test.each([
    ['exp.ts', 'exp.ts', ''],
    ['exp.ts --num-words 5', 'exp.ts', '--num-words 5'],
    ['--num-words 5 exp.ts', 'exp.ts', '--num-words 5'],
    ['--learning-rate 0.01 exp.ts', 'exp.ts', '--learning-rate 0.01'],
    ['--rate -0.5 exp.ts', 'exp.ts', '--rate -0.5'],
    ['--verbose-flag exp.ts', 'exp.ts', '--verbose-flag'],
    ['--dataset words.ts exp.ts', 'exp.ts', '--dataset words.ts'],
    ['exp.ts --dataset words.ts', 'exp.ts', '--dataset words.ts'],
    ['--verbose exp.ts --dataset words.ts', 'exp.ts', '--verbose --dataset words.ts'],
    ['--label=exp.ts exp.ts', 'exp.ts', '--label=exp.ts'],
    ['--prefix words.ts exp.ts', 'exp.ts', '--prefix words.ts'],
    ['-o words.ts exp.ts', 'exp.ts', '-o words.ts'],
    ['--debug exp.ts --x words.ts', 'exp.ts', '--debug --x words.ts'],
    ['--no-debug exp.ts --x words.ts', 'exp.ts', '--no-debug --x words.ts'],
    ['--debug true exp.ts', 'exp.ts', '--debug true'],
    ['--dryRun exp.ts words.ts', 'exp.ts', '--dryRun words.ts'],
    ['-p data=words.ts exp.ts', 'exp.ts', '-p data=words.ts'],
    ['-p words.ts exp.ts', 'exp.ts', '-p words.ts'],
    ['exp.ts#other --n 1', 'exp.ts#other', '--n 1'],
    ['odd#1.ts', 'odd#1.ts', ''],
    ['odd#1.ts#other', 'odd#1.ts#other', ''],
    ['--debug -- exp.ts', 'exp.ts', '--debug --'],
    ['--prefix --debug exp.ts', 'exp.ts', '--prefix --debug'],
    ['exp.ts words.ts', 'exp.ts', 'words.ts'],
    ['words exp.ts#other', 'exp.ts#other', 'words'],
    ['-x words.ts exp.ts', 'exp.ts', '-x words.ts'],
    ['--data words.ts -- exp.ts', 'exp.ts', '--data words.ts --'],
  ])('in %j', (line, file, rest) => {
    expect(find(line)).toEqual({ file, rest: rest === '' ? [] : rest.split(' ') })
  })
})

describe('where no token is an experiment', () => {
  test.each([
    ['exq.ts --n 1', 'exq.ts'],
    ['--n 1 exq.ts', 'exq.ts'],
    ['--n 1 exq', 'exq'],
    ['--prefix a exq.ts', 'exq.ts'],
    ['--verbose exq.ts', 'exq.ts'],
    ['--debug true exq', 'exq'],
  ])('%j gives the one that was meant', (line, file) => {
    expect(find(line)).toMatchObject({ file })
  })

  test.each(['', '--n 1', '--debug', '-5', '--prefix exp.ts'])('%j names no file', (line) => {
    const tokens = line === '' ? [] : line.split(' ')
    expect(findFileArgument(tokens, FLAGS, isExperimentFile)).toBeNull()
  })
})
