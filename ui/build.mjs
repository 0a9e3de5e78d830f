// Builds the page of `runlab ui` into a folder: one script for the first view, what is needed later beside it, one style
// sheet. Nothing in it comes from elsewhere, and nothing is inline: its policy allows neither.
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const here = fileURLToPath(new URL('.', import.meta.url))
/** Bytes of the first view, compressed. */
const MOST = 150_000

/** Throws where the first view is too large. */
export async function buildPage(folder) {
  const { build } = await import('esbuild')
  const { outputFiles, metafile } = await build({
    absWorkingDir: here,
    entryPoints: { page: 'src/main.tsx', 'page-style': 'style/page.css' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['chrome123', 'firefox128', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    chunkNames: 'chunk-[name]-[hash]',
    metafile: true,
    write: false,
  })
  const size = firstView(metafile, outputFiles)
  if (size > MOST) throw new Error(`the first view of the page takes ${size} bytes compressed, and ${MOST} are allowed`)
  await mkdir(folder, { recursive: true })
  await Promise.all([
    ...outputFiles.map(({ path, contents }) => writeFile(path, contents)),
    copyFile(join(here, 'index.html'), join(folder, 'index.html')),
  ])
  return size
}

/** Compressed bytes of what is loaded before the first view: the entries, and what they import at once. */
function firstView({ outputs }, files) {
  const wanted = new Set()
  const want = (name) => {
    if (wanted.has(name)) return
    wanted.add(name)
    for (const { path, kind } of outputs[name].imports) if (kind === 'import-statement') want(path)
  }
  for (const [name, { entryPoint }] of Object.entries(outputs)) {
    if (entryPoint === 'src/main.tsx' || entryPoint === 'style/page.css') want(name)
  }
  const names = Object.keys(outputs)
  return files.filter((_, index) => wanted.has(names[index])).reduce((sum, { contents }) => sum + gzipSync(contents).length, 0)
}
