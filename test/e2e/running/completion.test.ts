import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { testWith } from '../../support/needs.ts'
import { BIN, Project } from '../project.ts'

const project = new Project({
  'package.json': '{ "type": "module" }',
  'walk.ts': `import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  parameters: { numWords: 3, rate: 0.1, isDeep: false },
  run(e) { e.set('x', 1) },
})
`,
  'broken.ts': 'throw new Error("completion executed this file")\n',
})
const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined

beforeAll(async () => {
  mkdirSync(project.path('node_modules/.bin'))
  symlinkSync(BIN, project.path('node_modules/.bin/runlab'))
  for (const name of ['long-one', 'long-two']) {
    const { code, stderr } = await project.runlab('run', 'walk.ts', '--name', name, '--namespace', 'study')
    expect(code, stderr).toBe(0)
  }
  await project.runlab('run', 'walk.ts', '--name', 'walked')
  await project.runlab('tag', 'long-one', 'for paper')
  for (const name of ['bash', 'zsh', 'fish']) project.write(`runlab.${name}`, (await project.runlab('completion', name)).stdout)
})

/** What bash would offer: words up to the cursor, as bash takes them apart; the last one is completed. */
async function inBash(...words: readonly string[]): Promise<string[]> {
  const quoted = words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`)
  const call = `COMP_WORDS=(runlab ${quoted.join(' ')}); COMP_CWORD=${words.length}; __runlab_complete runlab ${quoted.at(-1)} x`
  const script = String.raw`source ./runlab.bash; complete -p runlab >&2; ${call}; printf '%s\n' "${'$'}{COMPREPLY[@]}"`
  const { code, stdout, stderr } = await project.spawn('bash', ['--norc', '-c', script])
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'complete -F __runlab_complete runlab\n' })
  return stdout.trimEnd().split('\n')
}

describe.skipIf(!has('bash'))('the script of completion, sourced in bash', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['commands', ['sh'], ['show']],
    ['the flags of a command', ['list', '--wh'], ['--where']],
    [
      'flags of run and the parameters of the last run',
      ['run', 'walk.ts', '--n'],
      ['--num-words', '--no-is-deep', '--no-visuals', '--no-system', '--name', '--namespace'],
    ],
    ['parameters by their names', ['run', 'walk.ts', '-p', 'r'], ['rate=']],
    ['files', ['run', 'bro'], ['broken.ts']],
    ['no parameters of a file that has no runs, which is not executed', ['run', 'broken.ts', '--num'], ['']],
    ['names of runs', ['show', 'long'], ['long-two', 'long-one']],
    ['runs with their namespace', ['show', 'study/'], ['study/long-two', 'study/long-one']],
    ['runs of another archive', ['show', '--results', 'none', 'long'], ['']],
    ['namespaces', ['groups', 'st'], ['study']],
    ['fields of a filter', ['list', '--where', 'sta'], ['status', 'start']],
    [
      'parameters in a filter that is begun',
      ['list', '--where', '\'status == "done" && params.ra'],
      ['status == "done" && params.rate'],
    ],
    ['what a flag takes, behind the = that bash makes a word of', ['plot', 'x', '--kind', '=', 'c'], ['curves']],
    ['tags that can be taken away', ['tag', '--remove', 'long-one', 'for'], ['for paper']],
    ['shells', ['completion', 'z'], ['zsh']],
  ])('offers %s', async (_, words, offered) => {
    expect(await inBash(...words)).toEqual(offered)
  })

  test('finds the runlab of the project from a folder below, and says nothing where there is none', async () => {
    const ask = (folder: string): string =>
      `cd ${folder} && PATH=/usr/bin:/bin && source ${project.path('runlab.bash')} && __runlab_program`
    mkdirSync(project.path('a/b'), { recursive: true })
    expect((await project.spawn('bash', ['--norc', '-c', ask('a/b')])).stdout).toBe(project.path('node_modules/.bin/runlab'))
    rmSync(project.path('a'), { recursive: true })
    expect((await project.spawn('bash', ['--norc', '-c', ask('/')])).stdout).toBe('')
  })
})

testWith(has('fish'), 'needs fish')('the script for fish offers runs with what became of them', async () => {
  const { stdout, stderr } = await project.spawn('fish', [
    '--no-config',
    '-c',
    "source runlab.fish; complete -C 'runlab show long'",
  ])
  expect({ lines: stdout.split('\n').map((line) => line.split(',')[0]), stderr }).toEqual({
    lines: ['long-two\tdone', 'long-one\tdone', ''],
    stderr: '',
  })
})

testWith(has('zsh'), 'needs zsh')('the script for zsh is sourced below compinit', async () => {
  const script =
    'autoload -Uz compinit && compinit -u -d .zcompdump && source ./runlab.zsh && print $_comps[runlab] && __runlab_program'
  const { stdout, stderr } = await project.spawn('zsh', ['-f', '-c', script])
  expect({ stdout, stderr }).toEqual({ stdout: `_runlab\n${project.path('node_modules/.bin/runlab')}`, stderr: '' })
})

test('the script says how it is installed, and so does --help', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const [, install = ''] = /To install[^:]*: (.*)/.exec(project.read(`runlab.${shell}`)) ?? []
    expect(install).toContain(`npx runlab completion ${shell}`)
    expect((await project.runlab('completion', '--help')).stdout).toContain(install)
  }
  expect(await project.runlab('completion', 'tcsh')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('bash, zsh, fish'),
  })
})
