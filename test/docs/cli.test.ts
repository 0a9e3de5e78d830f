import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { RUN_FLAGS } from '../../src/runtime/command-line/run-flags.ts'
import type { RunFlag } from '../../src/runtime/command-line/run-flags.ts'
import { Project } from '../e2e/project.ts'
import { codeIn, codeOf, readPage, sectionOf, tableOf } from './page.ts'
import type { Row } from './page.ts'

const page = readPage('docs/reference/cli.md')
const project = new Project({})
const source = fileURLToPath(new URL('../../src', import.meta.url))

describe('the flags of runlab run', () => {
  test('are documented as they are', () => {
    const documented = tableOf(sectionOf(page, '`runlab run`'), 'flag').map((row) => [codeOf(row['flag']), row['meaning']])
    const flags: readonly RunFlag[] = RUN_FLAGS
    const actual = flags.map(({ name, short, placeholder, help }) => [
      `--${name}${short === undefined ? '' : `, -${short}`}${placeholder === undefined ? '' : ` ${placeholder}`}`,
      help,
    ])
    expect(documented).toEqual(actual)
  })

  test('are what the command says', async () => {
    const { stdout } = await project.runlab('run', '--help')
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    const said = stdout.replaceAll(/\s+/g, ' ')
    for (const row of tableOf(sectionOf(page, '`runlab run`'), 'flag')) {
      expect(said).toContain(codeOf(row['flag']))
      expect(said).toContain(row['meaning'])
    }
  })
})

describe('the other commands', () => {
  /** Arguments and options of a help text: what stands in two columns below these headings. */
  function rowsOfHelp(help: string): string[][] {
    const sections = help.split(/^(?:Arguments|Options|Commands):\n/m).slice(1)
    const lines = sections.flatMap((section) => section.replaceAll(/\n {10,}(?=\S)/g, ' ').split('\n'))
    return lines.flatMap((line) => {
      const [, name, meaning] = /^ {2}(\S.*?) {2,}(\S.*)$/.exec(line) ?? []
      return name === undefined || meaning === undefined ? [] : [[name, meaning]]
    })
  }

  const sections = [...page.matchAll(/^## `runlab (\w+)`$/gm)].map(([, name = '']) => name)

  test.each(sections.filter((name) => name !== 'run'))('%s takes the options in the reference', async (command) => {
    const { stdout } = await project.runlab(command, '--help')
    const documented = tableOf(sectionOf(page, `\`runlab ${command}\``), 'option')
    expect(documented.map((row) => [codeOf(row['option']), row['meaning']])).toEqual(rowsOfHelp(stdout))
  })

  test('are all named, each in one line of its group', async () => {
    const { stdout } = await project.runlab('--help')
    const [, ...groups] = stdout.slice(stdout.indexOf('Options:')).trimEnd().split('\n\n')
    const rows = groups.flatMap((group) => group.split('\n').slice(1))
    const commands = rows.map((row) => /^ {2}(\w+) {2,}(?=\S)/.exec(row)?.[1])
    expect(commands.toSorted()).toEqual([...sections, 'help'].toSorted())
    expect(rows.filter((row) => row.length > 80 || row.trim().split(/\s+/).length > 11)).toEqual([])
  })
})

describe('environment variables', () => {
  test('with the name of runlab are all documented, and exist', () => {
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    const used = files.flatMap((name) => [
      ...readFileSync(join(source, name), 'utf8').matchAll(/(?:\benv\.|')(RUNLAB_[A-Z_]+)\b/g),
    ])
    const documented = variables(tableOf(sectionOf(page, 'Environment variables'), 'variable'))
    expect(documented.filter((name) => name.startsWith('RUNLAB_')).toSorted()).toEqual(
      [...new Set(used.map((match) => match[1]))].toSorted(),
    )
  })

  function variables(rows: readonly Row[]): string[] {
    return rows.map((row) => codeOf(row['variable']))
  }
})

describe('exit codes', () => {
  const run =
    'run(e) { e.set("what", e.params.what); if (e.params.what === "throw") throw new Error("no good"); if (e.params.what === "die") process.kill(process.pid, "SIGKILL"); if (e.params.what === "lose") { mkdirSync(e.folder + "/.runlab/artifacts.jsonl"); writeFileSync(e.path("x"), "x") } }'
  const definition = `import { mkdirSync, writeFileSync } from 'node:fs'\nimport { defineExperiment } from 'runlab'\nexport const experiment = defineExperiment(import.meta, { parameters: { what: '' }, ${run} })\n`
  const commands: Readonly<Record<string, readonly string[]>> = {
    0: ['run', 'experiment.mjs', '--name', 'first'],
    1: ['run', 'experiment.mjs', '--what', 'throw'],
    2: ['run', 'experiment.mjs', '--waht', 'throw'],
    3: ['run', 'experiment.mjs', '--what', 'lose'],
    4: ['run', 'experiment.mjs', '--what', 'else', '--expect', 'exit-0/first'],
    137: ['run', 'experiment.mjs', '--what', 'die'],
  }

  test('are those in the reference', () => {
    const codes = tableOf(sectionOf(page, 'Exit codes'), 'code').flatMap((row) => codeIn(`${row['code']} ${row['meaning']}`))
    // What signals give is tested in test/e2e/endings.
    const bySignal = ['130', '143', '129']
    expect(codes.filter((code) => /^\d+$/.test(code)).toSorted()).toEqual([...Object.keys(commands), ...bySignal].toSorted())
  })

  test.each(Object.entries(commands))('%s', async (code, args) => {
    project.write('experiment.mjs', definition)
    const outcome = await project.runlab(...args, '--namespace', `exit-${code}`)
    expect(outcome.code).toBe(Number(code))
    expect(project.runs(`exit-${code}`)).toHaveLength(code === '2' ? 0 : 1)
  })
})
