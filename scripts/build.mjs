// Builds dist/: CommonJS, which Node loads without its loader's thread (docs/design/0008-module-hooks.md), in entries and chunks that they share;
// ES modules that give users what it exports; threads and the program that draws, one ES module each; declarations in dist/types;
// the page of `runlab ui` in dist/ui.
// Does nothing when dist/ was made from the same inputs. Two builds may run at once: each makes a folder of its own and
// puts it in place by renaming.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildPage } from '../ui/build.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')

const ENTRIES = {
  index: 'src/index.ts',
  'install-loader': 'src/runtime/loading/install-loader.ts',
  'run-from-command-line': 'src/runtime/command-line/run-from-command-line.ts',
  'experiment-process': 'src/runtime/process/experiment-process.ts',
  'child-preload': 'src/runtime/process/child-preload.ts',
  'loader-hooks': 'src/runtime/loading/loader-hooks.ts',
  'run-tracking': 'src/runtime/tracking/run-tracking.ts',
  'journal-thread': 'src/tracking/journal/journal-thread.ts',
  'pages-thread': 'src/tracking/sealing/pages-thread.ts',
  'media-thread': 'src/tracking/media/media-thread.ts',
  'guardian-thread': 'src/runtime/guardian/guardian-thread.ts',
  'draw-program': 'src/runtime/drawing/draw-program.ts',
  'curves-thread': 'src/server/curves/curves-thread.ts',
  program: 'src/cli/program.ts',
  'answer-shell': 'src/cli/completion/answer-shell.ts',
  'repeat-command': 'src/cli/repeat/repeat-command.ts',
  'sweep-command': 'src/cli/sweep/sweep-command.ts',
  'resume-command': 'src/cli/resume-command.ts',
  'explain-run': 'src/cli/explain-run.ts',
  'run-configs': 'src/cli/run-configs.ts',
  'run-lines': 'src/cli/run-lines.ts',
  'write-report': 'src/report/write-report.ts',
  'system-sampler': 'src/runtime/system-series/system-sampler.ts',
  'complete-record': 'src/runtime/supervisor/complete-record.ts',
}

/** ES modules that share no chunk: Node's loader thread, other threads and the program that draws pay for every file that they load. */
const ALONE = new Set([
  'loader-hooks',
  'journal-thread',
  'pages-thread',
  'media-thread',
  'guardian-thread',
  'draw-program',
  'curves-thread',
])

/** What a build depends on, as one checksum. */
function stampOfInputs() {
  const hash = createHash('sha256')
  const sources = ['src', 'ui'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  )
  const others = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs']
  for (const file of [...sources.toSorted(), ...others.map((name) => join(root, name))]) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

const COMMON = {
  platform: 'node',
  tsconfig: false,
  // An import of which nothing is used is left out. What is imported for its effects, the loader, is so when it is called for.
  treeshake: { moduleSideEffects: (id) => !/^[^./]/.test(id) },
}

const OUTPUT = {
  sourcemap: true,
  // As from dist/, where the folder that is built comes to lie.
  sourcemapPathTransform: (source) => source.replace(/^(?:\.\.\/)+(?=src\/)/, '../'),
  // Comments cost time at every start. Lines and names stay, for stacks: Node prints the line that threw.
  comments: { legal: false, annotation: true, jsdoc: false },
}

/** All but what Node starts first. */
async function bundle(folder) {
  const entries = Object.entries(ENTRIES).filter(([, file]) => existsSync(join(root, file)))
  const isAlone = ([name]) => ALONE.has(name)
  await Promise.all([
    writeModules(
      folder,
      entries.filter((entry) => !isAlone(entry)),
    ),
    ...entries.filter(isAlone).map((entry) => writeModules(folder, [entry])),
  ])
}

/** What all entries need lies in one chunk: Node takes half a millisecond for each file that it loads. */
const SHARED = [
  'errors.ts',
  'internal/',
  'format/',
  'secrets/',
  'archive/(?:documents|opening|status)/read-',
  'archive/status/(?:describe-ending|undrawn).ts',
  'render/(?:count-warnings|duration-text|escape-xml|help).ts',
  'render/charts/theme.ts',
  'render/pages/page-frame.ts',
  'runtime/loading/package-version.ts',
  'runtime/output/print-problems.ts',
  'runtime/process/process-tree.ts',
  'tracking/journal/sender-notes.ts',
  'tracking/kinds/kind.ts',
  'tracking/reading/sealed-list.ts',
]
/** What an experiment's process needs besides, and its supervisor does not. */
const RUNNING = [
  'random/',
  'api/check-kinds.ts',
  'analysis/boilerplate.ts',
  'render/(?:colors|wrap-text|value-text|cut-middle|bytes-text|visible-text|lineage-text).ts',
  'archive/artifacts/(?:artifact-finder|artifact-ledger|artifacts).ts',
  'archive/(?:claims/folder-claim|listing/find-project|creation/record-input|writing/reserve|writing/run-writer).ts',
  'finish/(?:draw-pictures|finish|steps).ts',
  'tracking/writer-threads.ts',
  'runtime/(?:globals|system).ts',
  'runtime/command-line/(?:run-flags|seed-argument).ts',
  'runtime/loading/(?:loader-state|package-files).ts',
  'runtime/process/child-streams.ts',
  'tracking/kinds/wrapped.ts',
]
/** What defines and loads experiments: their process needs it, and few commands do. */
const DEFINING = [
  'parameters/(?!json-schema)',
  'hooks/',
  'experiment/(?!config/)',
  'internal/from-caller.ts',
  'runtime/(?:runnable|run-options).ts',
  'runtime/life/(?:settle-parameters|layer-facts|own-facts|sources|settles).ts',
  'runtime/loading/(?:load-module|load-experiment|load-by-path|load-error|split-name|nearest-path|exports-of).ts',
  'snapshot/(?!parse-source)',
]
const within = (places) => new RegExp(`/src/(?:${places.map((place) => place.replaceAll('.', '\\.')).join('|')})`)
const GROUPS = [
  { name: 'base', test: within(SHARED), priority: 2 },
  { name: 'running', test: within(RUNNING), priority: 1 },
  { name: 'defining', test: within(DEFINING), priority: 1 },
]

async function writeModules(folder, entries) {
  const { rolldown } = await import('rolldown')
  const [format, extension] = entries.length > 1 ? ['cjs', 'cjs'] : ['esm', 'js']
  const build = await rolldown({
    ...COMMON,
    cwd: root,
    input: Object.fromEntries(entries),
    external: /^[^./]/, // node: and every dependency; our own imports are relative
  })
  const { output } = await build.write({
    ...OUTPUT,
    dir: folder,
    format,
    entryFileNames: `[name].${extension}`,
    codeSplitting: entries.length > 1 ? { groups: GROUPS } : true,
    chunkFileNames: `chunk-[name]-[hash].${extension}`, // beside the entries: runtime/package-files.ts finds those by import.meta.url
  })
  await build.close()
  const index = output.find(({ name }) => name === 'index')
  if (index !== undefined) writeEntries(folder, index.exports)
}

/** One CommonJS file with all that it needs, but for what it imports from the package's modules later. */
async function bundleAlone(folder, name, file) {
  const { rolldown } = await import('rolldown')
  const build = await rolldown({
    ...COMMON,
    cwd: root,
    input: { [name]: file },
    external: (id) => /^[^./]/.test(id) || LATER.test(id),
  })
  const paths = (id) => id.replace(LATER, './$1.cjs')
  await build.write({ ...OUTPUT, dir: folder, format: 'cjs', entryFileNames: '[name].cjs', paths, plugins: [REQUIRING] })
  await build.close()
}

/** Node would read CommonJS that is imported for what it exports. */
const REQUIRING = {
  name: 'require-later',
  renderChunk: (code) => ({
    code: code.replace(/\bimport\(("\.\/[\w-]+\.cjs")\)/g, 'Promise.resolve().then(() => require($1))'),
    map: null, // lines stay as they are
  }),
}
const LATER =
  /^.*\/(program|answer-shell|repeat-command|sweep-command|resume-command|explain-run|run-configs|run-lines|write-report|system-sampler|complete-record|run-command)\.ts$/

/** The command, and `runlab run`: most of what both need is needed by that alone. */
async function bundleCommand(folder) {
  await Promise.all([bundleAlone(folder, 'bin', 'src/cli/bin.ts'), bundleAlone(folder, 'run-command', 'src/cli/run-command.ts')])
  chmodSync(join(folder, 'bin.cjs'), 0o755)
}

/** What is there before anything else is loaded: it starts the loader's thread. */
async function bundleStarts(folder) {
  await Promise.all([
    bundleAlone(folder, 'child', 'src/runtime/process/child.ts'),
    bundleAlone(folder, 'register', 'src/runtime/loading/register.ts'),
  ])
}

/** What users import: ES modules, which give what the CommonJS of the package has. */
function writeEntries(folder, names) {
  const entry = (name, text) =>
    writeFileSync(
      join(folder, `${name}.js`),
      // Not imported: Node would read CommonJS for what it exports.
      `import { createRequire } from 'node:module'\n\nconst ${name} = createRequire(import.meta.url)('./${name}.cjs')\n${text}\n`,
    )
  entry('index', `export const { ${names.join(', ')} } = index`)
  entry('register', 'await register.installed')
}

async function declare(folder) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const args = [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', join(folder, 'types')]
  await promisify(execFile)(process.execPath, args, { cwd: root }).catch((error) => {
    throw new Error(`tsc could not write the declarations:\n${error.stdout}${error.stderr}`, { cause: error })
  })
  writeFileSync(join(folder, 'types/register.d.ts'), 'export {}\n') // it is imported for what it does
}

/** Renames the finished folder to dist/, moving away one that is there, also if another build puts one there meanwhile. */
function putInPlace(folder) {
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(dist, `${folder}.old.${attempt}`)
    } catch (error) {
      if (error.code !== 'ENOENT') throw error
    }
    try {
      renameSync(folder, dist)
      break
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes(error.code) || attempt === 20) throw error
    }
  }
}

function isBuiltFrom(stamp) {
  const file = join(dist, '.stamp')
  return existsSync(file) && readFileSync(file, 'utf8') === stamp
}

const stamp = stampOfInputs()
if (!isBuiltFrom(stamp)) {
  const started = performance.now()
  mkdirSync(join(root, '.cache'), { recursive: true })
  const temporary = mkdtempSync(join(root, '.cache/build-'))
  try {
    const folder = join(temporary, 'dist')
    const failed = (
      await Promise.allSettled([
        bundle(folder),
        bundleCommand(folder),
        bundleStarts(folder),
        declare(folder),
        buildPage(join(folder, 'ui')),
      ])
    ).find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
    writeFileSync(join(folder, '.stamp'), stamp)
    if (!isBuiltFrom(stamp)) putInPlace(folder)
    console.log(`Built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
  } catch (error) {
    console.error(`dist/ could not be built, and is as it was. ${error.message}`)
    process.exitCode = 1
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}
