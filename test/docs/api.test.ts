import { describe, expect, test } from 'vitest'
import { RunlabError, defineExperiment, loadRun, param } from '../../src/index.ts'
import * as runtime from '../../src/index.ts'
import { ArchivedRun } from '../../src/archive/opening/archived-run.ts'
import { ArtifactList } from '../../src/archive/artifacts/artifacts.ts'
import { createRandom } from '../../src/random/random.ts'
import { ExperimentHandle } from '../../src/runtime/experiment.ts'
import { LiveRun } from '../../src/runtime/life/live-run.ts'
import { codeIn, readPage, sectionOf, tableOf } from './page.ts'

const page = readPage('docs/reference/api.md')
const index = readPage('src/index.ts')

/** The names in the first column of a table: `set(key, value)` is `set`. */
function namesIn(heading: string, firstColumn: string): string[] {
  const cells = tableOf(sectionOf(page, heading), firstColumn).map((row) => row[firstColumn] ?? '')
  return cells.flatMap(codeIn).map((code) => code.replace(/^param\./, '').replace(/[^\w].*$/, ''))
}

/** What a class's instances offer, leaving out what is runlab's own. */
function membersOf(type: abstract new (...args: never) => unknown, own: readonly string[] = []): string[] {
  return Object.getOwnPropertyNames(type.prototype).filter((name) => !['constructor', ...own].includes(name))
}

function errorOf(body: () => unknown): RunlabError {
  try {
    body()
  } catch (error) {
    if (error instanceof RunlabError) return error
  }
  throw new Error('nothing was refused')
}

describe('the API reference names', () => {
  const exported = [...index.matchAll(/^export (type )?\{([^}]+)\}/gm)].flatMap(([, type, names = '']) =>
    [...names.matchAll(/\w+/g)].map(([name]) => ({ name, isType: type !== undefined })),
  )

  test('every export, and no others', () => {
    const names = (isType: boolean): string[] => exported.filter((one) => one.isType === isType).map(({ name }) => name)
    expect(names(false).toSorted()).toEqual(Object.keys(runtime).toSorted())
    expect([...page.matchAll(/^## `(\w+)`$/gm)].map((match) => match[1]).toSorted()).toEqual(names(false).toSorted())
    const types = tableOf(sectionOf(page, 'Types'), 'type').flatMap((row) => codeIn(`${row['type']} ${row['what it is']}`))
    expect(names(true).filter((name) => !types.includes(name))).toEqual([])
    expect(namesIn('Types', 'type').filter((name) => !names(true).includes(name))).toEqual([])
  })

  test('the keys of a definition', () => {
    const { details } = errorOf(() => defineExperiment(import.meta, { run() {}, unknown: 1 } as never))
    expect(namesIn('`defineExperiment`', 'key')).toEqual(details['known'])
  })

  test('the members of an experiment, and the options of a run', async () => {
    const own = ['sources', 'adoptSources']
    expect(namesIn('An experiment', 'member').toSorted()).toEqual(membersOf(ExperimentHandle, own).toSorted())
    const experiment = defineExperiment(import.meta, { run() {} })
    const refusal = await experiment.run({ zzzzzzzz: 1 } as never).catch((error: RunlabError) => error.hint)
    expect(`Options: ${namesIn('An experiment', 'option').join(', ')}.`).toBe(refusal)
  })

  test('the members of a run', () => {
    const readable = namesIn('A run that is read', 'member').filter((name) => name !== 'key')
    const fields = ['folder', 'status', 'artifacts']
    expect(readable.toSorted()).toEqual([...membersOf(ArchivedRun), ...fields].toSorted())
    const all = new Set([...readable, ...namesIn('A run that executes', 'member')])
    expect([...all].toSorted()).toEqual(membersOf(LiveRun, ['looksAtSignal', 'close', 'settlePlots']).toSorted())
  })

  test('the members of random streams and artifacts', () => {
    const random: object = Object.getPrototypeOf(createRandom(1, []))
    expect(namesIn('Random', 'member')).toEqual(Object.getOwnPropertyNames(random).filter((name) => name !== 'constructor'))
    const section = codeIn(sectionOf(page, 'A run that is read'))
    expect(membersOf(ArtifactList).filter((name) => !section.some((code) => code.split('(')[0] === name))).toEqual([])
  })

  test('the kinds of parameters, with their options', () => {
    expect(namesIn('`param`', 'kind')).toEqual(Object.keys(param))
    for (const row of tableOf(sectionOf(page, '`param`'), 'kind')) {
      const kind = codeIn(row['kind'] ?? '')[0]?.replace(/^param\.|\(.*$/g, '') ?? ''
      const options = [...codeIn(row['options'] ?? ''), 'description', 'unit'].filter((name) => name !== 'true')
      expect(optionsOf(kind).toSorted()).toEqual(options.toSorted())
    }
  })

  /** The options that a kind says it knows, but for what `param.*` itself puts there. */
  function optionsOf(kind: string): string[] {
    const make = Reflect.get(param, kind)
    const options = { zzzzzzzz: 1 }
    const parameter = { choice: [['a'], options], secret: [options], schema: [{}, 1, options] }[kind] ?? [1, options]
    const { message, hint } = errorOf(() => defineExperiment(import.meta, { parameters: { x: make(...parameter) }, run() {} }))
    expect(message).toContain('zzzzzzzz')
    const known = /^It knows: (.+)\.$/.exec(hint ?? '')?.[1]?.split(', ') ?? []
    return known.filter((name) => name !== 'choices' && name !== 'schema' && (name !== 'of' || kind === 'list'))
  }

  test('codes that errors have', async () => {
    const refusal = await loadRun('no/such/run').then(
      () => null,
      (error: RunlabError) => error.code,
    )
    expect(sectionOf(page, '`RunlabError`')).toContain(`// ${refusal} …`)
  })
})
