import { cpSync, createWriteStream, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'

import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { listRuns } from '../../../src/archive/listing/list-runs.ts'
import { loadRun } from '../../../src/archive/listing/load-run.ts'
import { importRuns } from '../../../src/archive/transfer/import-runs.ts'
import type { ImportOptions } from '../../../src/archive/transfer/import-runs.ts'
import { makeRun } from '../support/make-run.ts'
import { tempFolder } from '../support/temp-folder.ts'

const theirs = fileURLToPath(new URL('../../fixtures/archives/pycomex-0.29', import.meta.url))
let archive = ''
beforeEach(() => (archive = tempFolder()))

/** The paths in the archive of what was brought, and the codes of what was refused. */
async function bring(source: string, options: ImportOptions = { from: 'pycomex' }): Promise<readonly string[]> {
  const brought: string[] = []
  for await (const run of importRuns(source, archive, options))
    brought.push('error' in run ? run.error.code : run.folder.slice(archive.length + 1))
  return brought.toSorted()
}

const filesOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length), readFileSync(path, 'base64')]),
  )

const pathsOf = (folder: string): readonly string[] =>
  listRuns(folder)
    .map(({ namespace, run }) => `${namespace}/${run}`)
    .toSorted()

test('an archive of PyComex is brought byte for byte, into the namespaces in which it lies, also what says that it is running', async () => {
  const brought = await bring(theirs)
  expect(brought).toEqual(pathsOf(theirs))
  expect(filesOf(archive)).toEqual(filesOf(theirs))
  expect(brought).toContainEqual(expect.stringMatching(/^04_inheritance\//)) // whose metadata say 03_analysing
  const killed = brought.find((path) => path.startsWith('tracking/killed')) ?? ''
  expect((await loadRun(join(archive, killed))).status).toBe('unknown')
  expect(await bring(theirs)).toEqual(brought)
  expect(listRuns(archive)).toHaveLength(brought.length)
})

test('of a namespace or a run that is named, the folder that it lies in is the namespace', async () => {
  const [first = ''] = readdirSync(join(theirs, 'tracking')).filter((name) => name.startsWith('first'))
  expect(await bring(join(theirs, 'tracking', first))).toEqual([`tracking/${first}`])
  expect(await bring(join(theirs, 'tracking'))).toEqual(readdirSync(join(theirs, 'tracking')).map((name) => `tracking/${name}`))
})

test('a ZIP of pycomex archive compress is brought, too', async () => {
  const zip = new ZipFile()
  for (const [path, content] of Object.entries(filesOf(join(theirs, 'tracking'))))
    zip.addBuffer(Buffer.from(content, 'base64'), `results/tracking${path}`)
  zip.end()
  const file = join(tempFolder(), 'results.zip')
  await pipeline(zip.outputStream, createWriteStream(file))
  expect(await bring(file)).toEqual(readdirSync(join(theirs, 'tracking')).map((name) => `tracking/${name}`))
})

test('a run of runlab among them is refused, and so is one whose process is there', async () => {
  const mixed = tempFolder()
  makeRun(mixed, 'ours/one', { run: 'one', status: 'done', phase: 'ended' })
  const [killed = ''] = readdirSync(join(theirs, 'tracking')).filter((name) => name.startsWith('killed'))
  const folder = join(mixed, 'theirs', basename(killed).replace(/__p\d+__/, `__p${process.pid}__`))
  cpSync(join(theirs, 'tracking', killed), folder, { recursive: true })
  const meta = join(folder, 'experiment_meta.json')
  writeFileSync(meta, readFileSync(meta, 'utf8').replace(/"start_time": [\d.]+/, `"start_time": ${Date.now() / 1000}`))
  expect(await bring(mixed)).toEqual(['IMPORT_FOREIGN', 'IMPORT_RUNNING'])
  // Without being told, one of which it is not known whether it goes on is not taken.
  renameSync(folder, join(mixed, 'theirs', killed))
  expect(await bring(join(mixed, 'theirs'), {})).toEqual(['IMPORT_RUNNING'])
})
