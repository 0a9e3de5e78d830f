import { hash } from 'node:crypto'
import { chmodSync } from 'node:fs'
import { relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readImportGraph } from '../../src/snapshot/import-graph.ts'
import type { ImportGraph } from '../../src/snapshot/import-graph.ts'
import { testAsOrdinaryUser } from '../support/needs.ts'
import { makeProject } from './project.ts'
import type { Project } from './project.ts'

const filesOf = (graph: ImportGraph, project: Project): string[] =>
  [...graph.files.keys()].map((path) => relative(project.folder, path)).toSorted()

/** The files that a graph finds besides the entry. */
async function found(files: Record<string, string>, entry = 'entry.ts'): Promise<string[]> {
  const project = makeProject(files)
  const graph = await readImportGraph({ entry: project.path(entry) })
  return filesOf(graph, project).filter((name) => name !== entry)
}

async function unresolvedOf(files: Record<string, string>): Promise<string[]> {
  const project = makeProject(files)
  const graph = await readImportGraph({ entry: project.path('entry.ts') })
  return graph.unresolved
    .map(({ file, specifier, reason }) => `${relative(project.folder, file)} ${specifier}: ${reason}`)
    .toSorted()
}

describe('the import graph holds', () => {
  test.each([
    ['a static import', "import { a } from './a.ts'"],
    ['an import for its effects', "import './a.ts'"],
    ['an import of a type', "import type { A } from './a.ts'"],
    ['an import over several lines', "import {\n  a,\n  b,\n} from './a.ts'"],
    ['a re-export of everything', "export * from './a.ts'"],
    ['a re-export of names', "export { a } from './a.ts'"],
    ['a re-export of a type', "export type { A } from './a.ts'"],
    ['a literal dynamic import', "const a = await import('./a.ts')"],
    ['a dynamic import in a template without holes', 'const a = await import(`./a.ts`)'],
    ['an import type', "type A = import('./a.ts').A"],
    ['an import type where only the parser can tell', "type B = 'b' | import('./a.ts').A"],
    ['a require', "const a = require('./a.ts')"],
    ["TypeScript's import of a require", "import a = require('./a.ts')"],
    ['a require.resolve', "const a = require.resolve('./a.ts')"],
    ['an import.meta.resolve', "const a = import.meta.resolve('./a.ts')"],
    ['a URL next to the file', "const a = new URL('./a.ts', import.meta.url)"],
    ['a worker thread', "const w = new Worker('./a.ts')"],
    ['a worker thread by URL', "const w = new Worker(new URL('a.ts', import.meta.url), { name: 'a' })"],
    ['a forked process', "const c = fork('./a.ts', [])"],
    ['a path joined to __dirname', "const c = fork(join(__dirname, 'a.ts'))"],
    ['a path glued to __dirname', "const c = fork(__dirname + '/a.ts')"],
    ['a path in a template with import.meta.dirname', 'const c = fork(`${import.meta.dirname}/a.ts`)'],
    ['a reference to a file', '/// <reference path="a.ts" />\nexport {}'],
    ['an import by a file URL that is percent-encoded', "import './%61.ts'"],
    ['an import with a query', "import './a.ts?fresh=1'"],
    ['an import with a comment in it', "import a from /* here */ './a.ts'"],
    ['an import behind another in one line', "import fs from 'node:fs'; import a from './a.ts'"],
    ['an import behind a template that is not closed in its line', "const t = `\n`\nimport './a.ts'"],
    ['an import behind a string that looks like a comment', "const glob = 'src/**/*.ts'\nimport './a.ts'"],
    ['an import in a file with a byte order mark', "\uFEFFimport './a.ts'"],
    ['an import in a file with Windows line ends', "import {\r\n  a\r\n} from './a.ts'\r\n"],
    ['an import in a file that is no TypeScript', "import './a.ts'\nconst x = ;\n"],
    ['an import behind a syntax error in its line', "const x = ; import './a.ts'"],
    ['an import by an extension of JavaScript', "import './a.js'"],
    ['an import without an extension', "import './a'"],
  ])('%s', async (_name, text) => {
    expect(await found({ 'entry.ts': text, 'a.ts': 'export {}' })).toEqual(['a.ts'])
  })

  test('what imports import', async () => {
    expect(
      await found({
        'entry.ts': "import './lib/a.ts'",
        'lib/a.ts': "import '../b.ts'",
        'b.ts': "import data from './data.json' with { type: 'json' }",
        'data.json': '{}',
        'unused.ts': '',
      }),
    ).toEqual(['b.ts', 'data.json', 'lib/a.ts'])
  })

  test('files that import one another, each once', async () => {
    expect(
      await found({ 'entry.ts': "import './a.ts'", 'a.ts': "import './b.ts'", 'b.ts': "import './a.ts'\nimport './entry.ts'" }),
    ).toEqual(['a.ts', 'b.ts'])
  })

  test('index files, package folders and other assets that code imports', async () => {
    expect(
      await found({
        'entry.ts':
          "import './lib'\nimport './pack'\nimport text from './prompt.txt' with { type: 'text' }\nimport './module.wasm'",
        'lib/index.ts': '',
        'pack/package.json': '{"main": "./main.cjs"}',
        'pack/main.cjs': '',
        'prompt.txt': 'Say hello.',
        'module.wasm': '',
      }),
    ).toEqual(['lib/index.ts', 'module.wasm', 'pack/main.cjs', 'prompt.txt'])
  })

  test.each([
    ['m.mjs', 'm.mts'],
    ['m.cjs', 'm.cts'],
    ['m.js', 'm.tsx'],
    ['m.jsx', 'm.tsx'],
    ['m.js', 'm.d.ts'],
    ['m', 'm.jsx'],
  ])('for %s the file %s where only that exists', async (specifier, file) => {
    expect(await found({ 'entry.ts': `import './${specifier}'`, [file]: '' })).toEqual([file])
  })

  test('the JavaScript and not the TypeScript of the same name, as the loader takes it', async () => {
    expect(await found({ 'entry.ts': "import './m.js'", 'm.js': '', 'm.ts': '' })).toEqual(['m.js'])
  })

  test('what CommonJS requires without extensions, JSON included', async () => {
    const files = {
      'entry.cjs': "const a = require('./a'), data = require('./data'); require('./lib/')",
      'a.js': '',
      'data.json': '{}',
      'lib/index.js': '',
    }
    expect(await found(files, 'entry.cjs')).toEqual(['a.js', 'data.json', 'lib/index.js'])
  })

  test('JSX in plain JavaScript, where only the parser can tell what is an import', async () => {
    const files = { 'entry.js': "const p = <p>Don't `fear`</p>; import('./a.js')", 'a.js': '' }
    expect(await found(files, 'entry.js')).toEqual(['a.js'])
  })

  test('subpath imports, for both ways of loading', async () => {
    expect(
      await found({
        'package.json':
          '{"imports": {"#lib/*": "./src/*.ts", "#both": {"import": "./i.mjs", "require": "./r.cjs"}, "#fs": "node:fs"}}',
        'entry.ts': "import '#lib/a'\nimport '#both'\nimport '#fs'",
        'src/a.ts': '',
        'i.mjs': '',
        'r.cjs': '',
      }),
    ).toEqual(['i.mjs', 'r.cjs', 'src/a.ts'])
  })

  test('tsconfig paths of the nearest tsconfig, through what it extends, and baseUrl', async () => {
    expect(
      await found(
        {
          'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./wrong/*"] } } }',
          'wrong/a.ts': '',
          'app/tsconfig.json': '{\n  // comments and trailing commas are fine\n  "extends": "./tsconfig.base.json",\n}',
          'app/tsconfig.base.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } } }',
          'app/entry.ts': "import '@/a'\nimport '@/b.js'\nimport 'src/c'",
          'app/src/a.ts': '',
          'app/src/b.ts': '',
          'app/src/c.ts': '',
        },
        'app/entry.ts',
      ),
    ).toEqual(['app/src/a.ts', 'app/src/b.ts', 'app/src/c.ts'])
  })

  test('tsconfig paths of a project that is referenced', async () => {
    expect(
      await found(
        {
          'tsconfig.json': '{ "files": [], "references": [{ "path": "./app" }] }',
          'app/tsconfig.json':
            '{ "compilerOptions": { "composite": true, "paths": { "~lib": ["./lib.ts"] } }, "include": ["**/*.ts"] }',
          'app/entry.ts': "import '~lib'",
          'app/lib.ts': '',
        },
        'app/entry.ts',
      ),
    ).toEqual(['app/lib.ts'])
  })

  test('tsconfig paths for a file that the tsconfig does not include', async () => {
    expect(
      await found(
        {
          'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } }, "include": ["src"] }',
          'experiments/entry.ts': "import '@/a'",
          'src/a.ts': '',
        },
        'experiments/entry.ts',
      ),
    ).toEqual(['src/a.ts'])
  })

  test('all imports of a project whose tsconfig cannot be read', async () => {
    expect(
      await found({
        'tsconfig.json': '{ "extends": "./gone.json" ',
        'package.json': '{"imports": {"#b": "./b.ts"}}',
        'entry.ts': "import './a'\nimport '#b'",
        'a.ts': '',
        'b.ts': '',
      }),
    ).toEqual(['a.ts', 'b.ts'])
  })

  test.each(['a b.ts', 'é ü 漢字.ts', 'a#b.ts', 'a?b.ts', 'a%20b.ts', "it's.ts", '..a.ts'])(
    'a file with the name %s',
    async (name) => {
      expect(await found({ 'entry.ts': `import ${JSON.stringify(`./${name}`)}\nrequire(\`./${name}\`)`, [name]: '' })).toEqual([
        name,
      ])
    },
  )
})

describe('the import graph leaves out', () => {
  test('installed packages, also when named by a path and when they are links into a store', async () => {
    const project = makeProject({
      'entry.ts': "import 'dep'\nimport './node_modules/dep/index.js'\nimport 'stored'\nimport 'nowhere'\nimport '#dep'",
      'package.json': '{"imports": {"#dep": "dep"}}',
      'node_modules/dep/package.json': '{}',
      'node_modules/dep/index.js': '',
      'node_modules/.pnpm/stored@1.0.0/node_modules/stored/index.js': '',
    })
    project.link('node_modules/stored', '.pnpm/stored@1.0.0/node_modules/stored')
    const graph = await readImportGraph({ entry: project.path('entry.ts') })
    expect(filesOf(graph, project)).toEqual(['entry.ts'])
    expect(graph.unresolved).toEqual([])
  })

  test('Node itself, URLs and names that are computed', async () => {
    const text =
      "import 'node:fs'\nimport 'fs'\nimport 'data:text/javascript,1'\nawait import('./' + name)\nawait import(`./${name}.ts`)"
    expect(
      await unresolvedOf({ 'entry.ts': `${text}\nimport '#fs'`, 'package.json': '{"imports": {"#fs": "node:fs"}}' }),
    ).toEqual([])
  })

  test.each([
    ['a comment', "// import './a.ts'"],
    ['a comment over lines', "/*\nimport './a.ts'\n*/"],
    ['a doc comment', "/**\n * import { x } from './a.ts'\n */"],
    ['a string', 'const text = "import \'./a.ts\'"'],
    ['a template', "const text = `\nimport './a.ts'\n`"],
    ['a comment, required', "// require('./a.ts')"],
    ['a comment behind code', "const x = 1 // import('./a.ts')"],
    ['a comment, as a URL', "/* new URL('./a.ts', import.meta.url) */ import('./' + x)\nconst y = 1; import('node:fs')"],
  ])('a name in %s', async (_name, text) => {
    expect(await found({ 'entry.ts': text, 'a.ts': '' })).toEqual([])
    expect(await unresolvedOf({ 'entry.ts': text })).toEqual([])
  })

  test('paths in code that lead to data or nowhere', async () => {
    const text = "const a = new URL('./data.csv', import.meta.url)\nfork('./gone.ts')\njoin(__dirname, 'lib')"
    const files = { 'entry.ts': text, 'data.csv': '1,2', 'lib/data.csv': '' }
    expect(await found(files)).toEqual([])
    expect(await unresolvedOf(files)).toEqual([])
  })

  test('.env files, and says so', async () => {
    const files = { 'entry.ts': "import './.env.js'\nimport './.ENV'", '.env.js': 'export const key = 1', '.ENV': 'KEY=1' }
    expect(await found(files)).toEqual([])
    expect(await unresolvedOf(files)).toEqual([
      'entry.ts ./.ENV: never captured: it may hold secrets',
      'entry.ts ./.env.js: never captured: it may hold secrets',
    ])
  })

  test('files of more than 10 MB, and says so', async () => {
    const project = makeProject({
      'entry.ts': "import weights from './weights.bin'",
      'weights.bin': new Uint8Array(11 * 2 ** 20),
    })
    const graph = await readImportGraph({ entry: project.path('entry.ts') })
    expect(filesOf(graph, project)).toEqual(['entry.ts'])
    expect(graph.unresolved.map(({ reason }) => reason)).toEqual(['not captured: 11 MB is more than 10 MB'])
  })

  test('what does not exist, and says so for what looks local', async () => {
    expect(
      await unresolvedOf({
        'entry.ts':
          "import './gone.ts'\nimport '#gone'\nimport '@/gone'\nimport 'file:///gone.ts'\nimport './folder'\nrequire('../gone')",
        'folder/data.txt': '',
      }),
    ).toEqual([
      'entry.ts #gone: not found',
      'entry.ts ../gone: not found',
      'entry.ts ./folder: a folder',
      'entry.ts ./gone.ts: not found',
      'entry.ts @/gone: not found',
      'entry.ts file:///gone.ts: not found',
    ])
  })

  testAsOrdinaryUser('what may not be read, and says so', async () => {
    const project = makeProject({ 'entry.ts': "import './a.ts'", 'a.ts': '' })
    chmodSync(project.path('a.ts'), 0)
    const graph = await readImportGraph({ entry: project.path('entry.ts') })
    expect(graph.unresolved.map(({ reason }) => reason)).toEqual(['cannot be read (EACCES)'])
  })
})

describe('the import graph follows links', () => {
  test('to packages that have types alone', async () => {
    const project = makeProject({
      'entry.ts': "import type { B } from 'b'",
      'b/package.json': '{"exports": {"types": "./index.d.ts"}}',
      'b/index.d.ts': '',
    })
    project.link('node_modules/b', '../b')
    expect(filesOf(await readImportGraph({ entry: project.path('entry.ts') }), project)).toEqual(['b/index.d.ts', 'entry.ts'])
  })

  test('to packages in local folders, which it names by their real place', async () => {
    const project = makeProject({
      'app/entry.ts': "import { b } from 'b'\nimport { helper } from '@scope/c/helper'",
      'packages/b/package.json': '{"name": "b", "exports": {"import": "./i.ts", "require": "./r.cjs"}}',
      'packages/b/i.ts': "import './deep.ts'\nimport 'dep'",
      'packages/b/r.cjs': '',
      'packages/b/deep.ts': '',
      'packages/b/node_modules/dep/index.js': '',
      'packages/c/helper.js': '',
    })
    project.link('app/node_modules/b', '../../packages/b')
    project.link('app/node_modules/@scope/c', '../../../packages/c')
    const graph = await readImportGraph({ entry: project.path('app/entry.ts') })
    expect(filesOf(graph, project)).toEqual([
      'app/entry.ts',
      'packages/b/deep.ts',
      'packages/b/i.ts',
      'packages/b/r.cjs',
      'packages/c/helper.js',
    ])
    expect(graph.links).toEqual(
      expect.arrayContaining([
        { path: project.path('app/node_modules/b'), target: project.path('packages/b') },
        { path: project.path('app/node_modules/@scope/c'), target: project.path('packages/c') },
      ]),
    )
    expect(graph.files.get(project.path('app/entry.ts'))?.imports.map(({ via }) => via)).toEqual(['link', 'link', 'link'])
  })

  test('from the entry, and in the sources', async () => {
    const project = makeProject({
      'real/entry.ts': "import './near.ts'\nimport './linked/far.ts'",
      'real/near.ts': '',
      'shared/far.ts': '',
    })
    project.link('entry.ts', 'real/entry.ts')
    project.link('real/linked', '../shared')
    const graph = await readImportGraph({ entry: project.path('entry.ts') })
    expect(graph.entry).toBe(project.path('real/entry.ts'))
    expect(filesOf(graph, project)).toEqual(['real/entry.ts', 'real/near.ts', 'shared/far.ts'])
    expect(graph.links).toEqual([{ path: project.path('real/linked'), target: project.path('shared') }])
  })

  test('but not in circles', async () => {
    const project = makeProject({
      'entry.ts': "import './loop/a.ts'\nimport './self/a.ts'",
      'a.ts': "import './self/self/self/entry.ts'",
    })
    project.link('loop', 'loop')
    project.link('self', '.')
    const graph = await readImportGraph({ entry: project.path('entry.ts') })
    expect(filesOf(graph, project)).toEqual(['a.ts', 'entry.ts'])
    expect(graph.unresolved.map(({ specifier }) => specifier)).toEqual(['./loop/a.ts'])
  })
})

describe('reading the import graph', () => {
  test('keeps the bytes and their SHA-256 as they were when read', async () => {
    const project = makeProject({ 'entry.ts': '\uFEFFexport {}\r\n' })
    const graph = await readImportGraph({ entry: project.path('entry.ts') })
    project.write({ 'entry.ts': 'changed' })
    const file = graph.files.get(project.path('entry.ts'))
    expect(file?.bytes.toString('utf8')).toBe('\uFEFFexport {}\r\n')
    expect(file?.sha256).toBe(hash('sha256', '\uFEFFexport {}\r\n', 'hex'))
  })

  test('reads imports of an entry without an extension', async () => {
    expect(await found({ entry: "#!/usr/bin/env node\nrequire('./a.js')", 'a.js': '' }, 'entry')).toEqual(['a.js'])
  })

  test('notes imports of files that are known, without reading them', async () => {
    const project = makeProject({ 'late.ts': "import './a.ts'", 'a.ts': "import './b.ts'", 'b.ts': '' })
    const graph = await readImportGraph({ entry: project.path('late.ts'), known: new Set([project.path('a.ts')]) })
    expect(filesOf(graph, project)).toEqual(['late.ts'])
    expect(graph.files.get(project.path('late.ts'))?.imports.map(({ target }) => target)).toEqual([project.path('a.ts')])
  })

  test('fails for an entry that is not there or is a folder', async () => {
    const project = makeProject({ 'folder/a.ts': '' })
    await expect(readImportGraph({ entry: project.path('gone.ts') })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
    await expect(readImportGraph({ entry: project.path('folder') })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
  })

  test('stops when it is told to', async () => {
    const project = makeProject({ 'entry.ts': '' })
    const reason = new Error('enough')
    await expect(readImportGraph({ entry: project.path('entry.ts'), signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
