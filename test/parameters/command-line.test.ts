import { describe, expect, test } from 'vitest'
import { parseCommandLine } from '../../src/parameters/command-line/parse.ts'
import type { ParsedCommandLine } from '../../src/parameters/command-line/parse.ts'
import { param } from '../../src/parameters/param.ts'
import { compileParameters } from '../../src/parameters/schema.ts'
import { showProblems } from './resolving.ts'

const SCHEMA = compileParameters(
  {
    numWords: 50,
    rate: 0.1,
    label: '',
    verbose: false,
    sizes: [1],
    name: 'x',
    prefix: 'p',
    snake_case: 1,
    LR: 1,
    noise: true,
    apiKey: param.secret({ env: 'KEY' }),
  },
  { total: () => 1 },
)

const FLAGS = [
  { name: 'seed', takesValue: true },
  { name: 'prefix', takesValue: true },
  { name: 'name', takesValue: true },
  { name: 'debug', takesValue: false },
  { name: 'dry-run', takesValue: false },
  { name: 'help', takesValue: false, short: 'h' },
] as const

const parse = (...tokens: string[]): ParsedCommandLine => parseCommandLine(tokens, SCHEMA, FLAGS)

/** What was given, each time; where nothing is wrong. */
function given(...tokens: string[]): Record<string, readonly string[]> {
  const { given: parameters, problems } = parse(...tokens)
  expect(showProblems(problems)).toEqual([])
  return Object.fromEntries(Object.entries(parameters).map(([name, { text }]) => [name, text]))
}

function flags(...tokens: string[]): ParsedCommandLine['flags'] {
  const { flags: own, problems } = parse(...tokens)
  expect(showProblems(problems)).toEqual([])
  return own
}

const problems = (...tokens: string[]): string[] => showProblems(parse(...tokens).problems)

describe('a parameter is given', () => {
  const cases: readonly (readonly [readonly string[], Record<string, readonly string[]>])[] = [
    [[], {}],
    [['--num-words', '5'], { numWords: ['5'] }],
    [['--numWords', '5'], { numWords: ['5'] }],
    [['--num_words=5'], { numWords: ['5'] }],
    [['--snake-case=5'], { snake_case: ['5'] }],
    [['--snake_case=5'], { snake_case: ['5'] }],
    [['--lr', '1'], { LR: ['1'] }],
    [['--LR', '1'], { LR: ['1'] }],
    [['--total', '5'], { total: ['5'] }],
    [['--rate', '-0.5'], { rate: ['-0.5'] }],
    [['--rate', '-.5'], { rate: ['-.5'] }],
    [['--rate', '1e-3'], { rate: ['1e-3'] }],
    [['--rate', '-Infinity'], { rate: ['-Infinity'] }],
    [['--rate=-1e-3'], { rate: ['-1e-3'] }],
    [['--sizes', '-1,-2'], { sizes: ['-1,-2'] }],
    [['--label', ''], { label: [''] }],
    [['--label='], { label: [''] }],
    [['--label', '-'], { label: ['-'] }],
    [['--label=--x=1'], { label: ['--x=1'] }],
    [['--label', 'a=b'], { label: ['a=b'] }],
    [['--label', 'a', '--label', 'b'], { label: ['b'] }],
    [['--sizes', '1', '--rate', '2', '--sizes=3,4'], { sizes: ['1', '3,4'], rate: ['2'] }],
    [['--verbose'], { verbose: ['true'] }],
    [['--no-verbose'], { verbose: ['false'] }],
    [['--verbose=false'], { verbose: ['false'] }],
    [['--verbose=maybe'], { verbose: ['maybe'] }],
    [['--verbose', 'false'], { verbose: ['false'] }],
    [['--verbose', 'true', '--rate', '1'], { verbose: ['true'], rate: ['1'] }],
    [['--verbose', '--no-verbose'], { verbose: ['false'] }],
    [['--noise'], { noise: ['true'] }],
    [['--no-noise'], { noise: ['false'] }],
    [['-p', 'numWords=5'], { numWords: ['5'] }],
    [['-p', 'num-words=5'], { numWords: ['5'] }],
    [['-p=rate=5'], { rate: ['5'] }],
    [['--parameter', 'label=a=b'], { label: ['a=b'] }],
    [['--parameter=label='], { label: [''] }],
    [['-p', 'label=--x'], { label: ['--x'] }],
    [['-p', 'sizes=1', '--sizes', '2'], { sizes: ['1', '2'] }],
    [['-p', 'name=x', '-p', 'prefix=y'], { name: ['x'], prefix: ['y'] }],
    [['--rate', '1', '--'], { rate: ['1'] }],
  ]
  test.each(cases)('by %j', (tokens, expected) => {
    expect(given(...tokens)).toEqual(expected)
  })
})

describe('a flag of runlab is read', () => {
  const cases: readonly (readonly [readonly string[], ParsedCommandLine['flags']])[] = [
    [['--debug'], { debug: true }],
    [['--debug', 'true'], { debug: true }],
    [['--debug=yes'], { debug: true }],
    [['--debug', '--no-debug'], {}],
    [['--debug', '--debug=false'], {}],
    [['--dry-run'], { 'dry-run': true }],
    [['--dryRun'], { 'dry-run': true }],
    [['-h'], { help: true }],
    [['--seed', '5', '--seed=6'], { seed: '6' }],
    [['--seed', '-1'], { seed: '-1' }],
    [['--prefix=--foo'], { prefix: '--foo' }],
    [['--prefix='], { prefix: '' }],
  ]
  test.each(cases)('by %j', (tokens, expected) => {
    expect(flags(...tokens)).toEqual(expected)
  })

  test('where a parameter has the same name', () => {
    const { given: parameters, flags: own } = parse('--name', 'a', '--prefix', 'b')
    expect(own).toEqual({ name: 'a', prefix: 'b' })
    expect(parameters).toEqual({})
  })
})

describe('a mistake is reported', () => {
  const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
    [['--num-word', '5'], ['FLAG_UNKNOWN: Unknown flag --num-word. Did you mean --num-words?']],
    [['--num-word=5'], ['FLAG_UNKNOWN: Unknown flag --num-word. Did you mean --num-words?']],
    [['--debgu'], ['FLAG_UNKNOWN: Unknown flag --debgu. Did you mean --debug?']],
    [['--no-verbos'], ['FLAG_UNKNOWN: Unknown flag --no-verbos. Did you mean --no-verbose?']],
    [['--no-rate'], ['FLAG_UNKNOWN: Unknown flag --no-rate. Did you mean --rate?']],
    [['--no-seed'], ['FLAG_UNKNOWN: Unknown flag --no-seed. Did you mean --seed?']],
    [['-rate', '5'], ['FLAG_UNKNOWN: Unknown flag -rate. Did you mean --rate?']],
    [['--xyzzy'], ["FLAG_UNKNOWN: Unknown flag --xyzzy. See --help for the experiment's parameters and flags."]],
    [
      ['--nope=1', 'more'],
      [
        "FLAG_UNKNOWN: Unknown flag --nope. See --help for the experiment's parameters and flags.",
        'ARGUMENT_UNEXPECTED: Unexpected argument "more". Parameters are given as --name VALUE or --name=VALUE.',
      ],
    ],
    [
      ['-p', '--debug'],
      ['FLAG_VALUE_MISSING: -p needs a value, but is followed by --debug. If that is the value, write -p=--debug.'],
    ],
    [['--=5'], ["FLAG_UNKNOWN: Unknown flag --. See --help for the experiment's parameters and flags."]],
    [['--rate'], ['FLAG_VALUE_MISSING: --rate needs a value. Write --rate=VALUE.']],
    [['-p'], ['FLAG_VALUE_MISSING: -p needs a value. Write -p=VALUE.']],
    [
      ['--prefix', '--foo'],
      [
        'FLAG_VALUE_MISSING: --prefix needs a value, but is followed by --foo. If that is the value, write --prefix=--foo.',
        "FLAG_UNKNOWN: Unknown flag --foo. See --help for the experiment's parameters and flags.",
      ],
    ],
    [
      ['--label', '-x'],
      [
        'FLAG_VALUE_MISSING: --label needs a value, but is followed by -x. If that is the value, write --label=-x.',
        "FLAG_UNKNOWN: Unknown flag -x. See --help for the experiment's parameters and flags.",
      ],
    ],
    [
      ['--rate', '--debug'],
      ['FLAG_VALUE_MISSING: --rate needs a value, but is followed by --debug. If that is the value, write --rate=--debug.'],
    ],
    [['--debug=maybe'], ['FLAG_INVALID: --debug cannot be "maybe": expected true or false.']],
    [['--no-verbose=true'], ['FLAG_INVALID: --no-verbose cannot be "true": expected no value.']],
    [['--no-debug=true'], ['FLAG_INVALID: --no-debug cannot be "true": expected no value.']],
    [['-p', 'rate'], ['FLAG_INVALID: -p cannot be "rate": expected NAME=VALUE.']],
    [['-p', 'rat=5'], ['PARAMETER_UNKNOWN: There is no parameter "rat". Did you mean rate?']],
    [['more'], ['ARGUMENT_UNEXPECTED: Unexpected argument "more". Parameters are given as --name VALUE or --name=VALUE.']],
    [['-5'], ['ARGUMENT_UNEXPECTED: Unexpected argument "-5". Parameters are given as --name VALUE or --name=VALUE.']],
    [['num-words=5'], ['ARGUMENT_UNEXPECTED: Unexpected argument "num-words=5". Did you mean --num-words=5?']],
    [['--verbose', 'yes'], ['ARGUMENT_UNEXPECTED: Unexpected argument "yes". Did you mean --verbose=yes?']],
    [
      ['--', '--rate', '5'],
      [
        'ARGUMENT_UNEXPECTED: Unexpected argument "--rate". Parameters are given as --name VALUE or --name=VALUE.',
        'ARGUMENT_UNEXPECTED: Unexpected argument "5". Parameters are given as --name VALUE or --name=VALUE.',
      ],
    ],
    [
      ['--rat', '5', 'more', '--seeed=1', '--label'],
      [
        'FLAG_UNKNOWN: Unknown flag --rat. Did you mean --rate?',
        'ARGUMENT_UNEXPECTED: Unexpected argument "more". Parameters are given as --name VALUE or --name=VALUE.',
        'FLAG_UNKNOWN: Unknown flag --seeed. Did you mean --seed?',
        'FLAG_VALUE_MISSING: --label needs a value. Write --label=VALUE.',
      ],
    ],
  ]
  test.each(cases)('in %j', (tokens, messages) => {
    expect(problems(...tokens)).toEqual(messages)
  })

  test('and all that is right is still read', () => {
    const { given: parameters, flags: own } = parse('--rate', '1', '--nope', '2', '--debug', 'more')
    expect(parameters).toEqual({ rate: { text: ['1'] } })
    expect(own).toEqual({ debug: true })
  })

  test('without what may be a secret', () => {
    expect(problems('--api-key', '--sk-123').filter((text) => text.startsWith('FLAG_VALUE_MISSING'))).toEqual([
      'FLAG_VALUE_MISSING: --api-key needs a value. Write --api-key=VALUE.',
    ])
    expect(problems('--api-keys', 'sk-123').join('')).not.toContain('sk-123')
    expect(problems('--api-keys=sk-123').join('')).not.toContain('sk-123')
  })
})
