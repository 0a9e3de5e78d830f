import { existsSync, readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { BIN, Project } from '../project.ts'
import type { Outcome } from '../project.ts'

const HTML = 'sha512-NiSupZ4OeuGwr68lGIeym/ksIZMJodUGOSCZ/FSnTxcrekbvqrgdUxlJOMpijaKZVjAJrWrGs/6Jy8OMuyj9ow=='
const CODE = `import { near } from 'near'
import { defineExperiment } from 'runlab'
export const experiment = defineExperiment(import.meta, {
  async run(e) {
    e.set({ near })
  },
})
`
/** A workspace with a package of its own, which needs one of the registry; runlab is installed from a file that is not archived. */
const files = {
  'package.json': JSON.stringify({ name: 'lab', type: 'module', dependencies: { near: '*', runlab: 'file:../runlab.tgz' } }),
  'packages/near/package.json': JSON.stringify({
    name: 'near',
    version: '1.0.0',
    type: 'module',
    exports: './near.js',
    dependencies: { 'escape-html': '1.0.3' },
  }),
  'packages/near/near.js': "import escape from 'escape-html'\nexport const near = escape('<')\n",
  'packages/unused/package.json': JSON.stringify({ name: 'unused', version: '1.0.0' }),
  'train.ts': CODE,
  // As it was installed when the run was made.
  'node_modules/escape-html/package.json': '{ "name": "escape-html", "version": "1.0.3" }',
  'node_modules/escape-html/index.js': "module.exports = () => '&lt;'",
}
const ofNpm = new Project({
  ...files,
  'package.json': files['package.json'].replace('"type"', '"workspaces":["packages/*"],"type"'),
  'package-lock.json': JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { name: 'lab', workspaces: ['packages/*'], dependencies: { near: '*', runlab: 'file:../runlab.tgz' } },
      'packages/near': { version: '1.0.0', dependencies: { 'escape-html': '1.0.3' } },
      'packages/unused': { version: '1.0.0' },
      'node_modules/near': { resolved: 'packages/near', link: true },
      'node_modules/unused': { resolved: 'packages/unused', link: true },
      'node_modules/escape-html': { version: '1.0.3', integrity: HTML },
      'node_modules/runlab': { version: '0.1.0', resolved: 'file:../runlab.tgz' },
    },
  }),
})
const ofPnpm = new Project({
  ...files,
  'package.json': files['package.json'].replace('"*"', '"workspace:*"'),
  'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
  'pnpm-lock.yaml': `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      near:
        specifier: workspace:*
        version: link:packages/near
      runlab:
        specifier: file:../runlab.tgz
        version: file:../runlab.tgz

  packages/near:
    dependencies:
      escape-html:
        specifier: 1.0.3
        version: 1.0.3

  packages/unused: {}

packages:

  escape-html@1.0.3:
    resolution: {integrity: ${HTML}}

  runlab@file:../runlab.tgz:
    resolution: {tarball: file:../runlab.tgz}
    version: 0.1.0

snapshots:

  escape-html@1.0.3: {}

  runlab@file:../runlab.tgz: {}
`,
})
/** Where nothing but the moved archive is, and the home folder and the caches are empty. */
const elsewhere = new Project({}, { linked: false })
const QUICK = ['--quiet', '--no-visuals', '--no-system']

async function runAndMove(project: Project, name: string): Promise<void> {
  await project.spawn('ln', ['-s', '../packages/near', 'node_modules/near'])
  const { code, stderr } = await project.runlab('run', 'train.ts', ...QUICK)
  expect([code, stderr]).toEqual([0, ''])
  await project.spawn('mv', ['results', elsewhere.path(name)])
  await project.spawn('sh', ['-c', 'rm -rf node_modules packages train.ts'])
}

const reproduce = async (name: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> => {
  const [run = ''] = readdirSync(elsewhere.path(`${name}/train`)).filter((entry) => !entry.startsWith('.'))
  const args = [BIN, 'reproduce', `${name}/train/${run}`, '--results', `${name}-again`, ...QUICK]
  return await elsewhere.spawn(process.execPath, args, { HOME: elsewhere.path('home'), npm_config_cache: '', ...env })
}

beforeAll(async () => {
  await Promise.all([runAndMove(ofNpm, 'npm'), runAndMove(ofPnpm, 'pnpm')])
})

describe('runlab reproduce, with the archived lockfile alone', () => {
  test('says in one sentence that there is no network (INSTALL_FAILED)', async () => {
    const { code, stderr } = await reproduce('npm', {
      npm_config_registry: 'http://127.0.0.1:1',
      npm_config_fetch_retries: '0',
      npm_config_cache: elsewhere.path('cold'),
    })
    expect(code).toBe(2)
    const [, error = ''] = stderr.split('error: ')
    expect(error).toContain('http://127.0.0.1:1/escape-html cannot be reached (ECONNREFUSED), and the cache does not')
    expect(error.trim().split('\n')).toHaveLength(2)
  })

  test.each(['npm', 'pnpm'])(
    'installs by %s what a workspace needs, its own packages from the archive, and not runlab',
    async (name) => {
      const { code, stdout, stderr } = await reproduce(name)
      expect([code, stderr.includes('error')], stderr).toEqual([0, false])
      expect(stdout).toContain('identical to train/')
      expect(existsSync(elsewhere.path('train.ts'))).toBe(false)
    },
  )
})
