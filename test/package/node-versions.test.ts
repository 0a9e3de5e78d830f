import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMONJS, READER, TYPESCRIPT, recordOf } from './sample-files.ts'
import { createProject, packPackage, repository, runIn, succeedIn, temporaryFolder } from './user-project.ts'

const MINUTES = 60_000
const folders: string[] = []
let project = ''

beforeAll(async () => {
  const folder = temporaryFolder()
  folders.push(folder)
  const files = { 'package.json': '{ "type": "module" }', 'words.ts': TYPESCRIPT, 'words.cjs': COMMONJS, 'read.mjs': READER }
  project = await createProject(files, [await packPackage(folder)])
  folders.push(project)
}, 5 * MINUTES)

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** The folder of a Node of this version, installed into the repository's cache; or why there is none. */
async function installNode(version: string): Promise<{ readonly bin: string } | { readonly missing: string }> {
  const cache = join(repository, '.cache/node-versions')
  const folder = join(cache, version)
  const bin = join(folder, 'node_modules/.bin')
  if (!existsSync(join(bin, 'node'))) {
    const fresh = join(cache, `${version}.${process.pid}`)
    mkdirSync(fresh, { recursive: true })
    const { code, stderr } = await runIn(fresh, 'npm', [
      'install',
      '--prefix',
      fresh,
      '--no-audit',
      '--no-fund',
      `node@${version}`,
    ])
    if (code === 0) {
      rmSync(folder, { recursive: true, force: true })
      renameSync(fresh, folder)
    } else {
      rmSync(fresh, { recursive: true, force: true })
      const reason = stderr.split('\n').find((text) => text.startsWith('npm error')) ?? `npm ended with ${code}`
      return { missing: `Node ${version} could not be installed: ${reason}` }
    }
  }
  const { code, stdout } = await runIn(folder, join(bin, 'node'), ['--version'])
  return code === 0 && stdout.startsWith(`v${version}.`) ? { bin } : { missing: `npm installed no runnable Node ${version}` }
}

describe.each(['22', '24'])('under Node %s, the packed package', (version) => {
  test(
    'runs experiments through the command, through Node and from CommonJS, and lists them',
    async (context) => {
      const installed = await installNode(version)
      if ('missing' in installed) return context.skip(installed.missing)
      const node = (...args: readonly string[]): Promise<string> => succeedIn(project, 'node', args, installed.bin)
      const results = `results-${version}`
      const bin = 'node_modules/runlab/dist/bin.cjs'
      await node(bin, 'run', 'words.ts', '--num-words', '5', '--results', results)
      await node('--import', 'runlab/register', 'words.ts', '--num-words', '6', '--results', results)
      await node('words.cjs', '--num-words', '7', '--results', results)

      const listed = JSON.parse(await node(bin, 'list', '--json', '--results', results)) as { folder: string }[]
      const records = await Promise.all(
        listed.map(async ({ folder }) => JSON.parse(await node('read.mjs', folder)) as { n: number }),
      )
      expect(records.toSorted((a, b) => a.n - b.n)).toEqual([5, 6, 7].map(recordOf))
    },
    5 * MINUTES,
  )
})
