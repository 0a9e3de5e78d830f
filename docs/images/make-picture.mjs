// Makes run.png, run-dark.png, accuracy.svg and boundary.gif, the pictures of the README: node docs/images/make-picture.mjs
// A real run, executed in a pseudo-terminal; what it printed and the folder it left, as a web page; a screenshot of that.
// Needs a built dist/, `script` (util-linux), Chromium, ffmpeg, and the font JetBrains Mono (Debian: chromium, ffmpeg,
// fonts-jetbrains-mono).
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const images = fileURLToPath(new URL('.', import.meta.url))
const ARGUMENTS = 'run examples/02_penguins.ts --epochs 100'
const COLUMNS = 84
const WIDTH = 780
const CHROMIUM = process.env.CHROMIUM ?? 'chromium'

/** What a terminal shows in the end: bytes of the run, `runlab` being the built command. */
function recordSession() {
  const command = `stty cols ${COLUMNS} rows 40; node dist/bin.cjs ${ARGUMENTS}`
  const env = { ...process.env, TERM: 'xterm-256color', NO_COLOR: undefined, FORCE_COLOR: undefined }
  return execFileSync('script', ['-qefc', command, '/dev/null'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
    .toString()
    .replace(/^\^@/, '') // what `script` echoes where nobody types
}

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const STYLES = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan' }
const ENDS = { 22: ['bold', 'dim'], 39: ['red', 'green', 'yellow', 'cyan'] }

/** One line with its escape codes as spans; of a line that was written again, what came last. */
function lineToHtml(line) {
  const last =
    line
      .replace(/\r$/, '')
      .split(/\r|\x1b\[2K/)
      .at(-1) ?? ''
  const styles = new Set()
  let html = ''
  for (const [, code, link, text] of last.matchAll(/\x1b\[(\d*)m|\x1b\]8;;([^\x1b]*)\x1b\\|([^\x1b]+)/g)) {
    if (text !== undefined)
      html += styles.size === 0 ? escape(text) : `<span class="${[...styles].join(' ')}">${escape(text)}</span>`
    else if (link !== undefined) styles[link === '' ? 'delete' : 'add']('link')
    else if (STYLES[code]) styles.add(STYLES[code])
    else for (const style of ENDS[code] ?? [...styles]) styles.delete(style)
  }
  return html
}

/** The folder's entries as lines of a tree, each with what is really in it. */
function treeOf(folder) {
  const json = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const size = (name) => {
    const bytes = statSync(join(folder, name)).size
    return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`
  }
  const { seed, status } = json('experiment_meta.json')
  const { files } = json('.runlab/snapshot.json')
  const lines = readFileSync(join(folder, 'experiment_out.log'), 'utf8').trim().split('\n').length
  const accuracy = json('experiment_data.json').metrics.accuracy.test
  const entries = [
    ['report.html', 'all of it on one page, for eyes'],
    ['visuals/', `${readdirSync(join(folder, 'visuals')).length} plots, videos and pictures of what was tracked`],
    ['tracked/', 'values over time, in one Parquet file'],
    ['experiment_meta.json', `parameters, status ${status}, seed ${seed}, git`],
    ['experiment_data.json', `the values: metrics/accuracy/test = ${accuracy.toFixed(4)} …`],
    ['experiment_out.log', `what it said, ${lines} lines with times`],
    ['analysis.ts', 'loads this run: start here in three months'],
    ['model.json', `committed by the run, ${size('model.json')}`],
    ['predictions.csv', `committed by the run, ${size('predictions.csv')}`],
    ['code/', `the code that ran, ${files.length} files`],
    ['.runlab/', 'machine, checksums of code, inputs and artifacts'],
  ]
  const there = readdirSync(folder, { withFileTypes: true }).map((entry) => entry.name + (entry.isDirectory() ? '/' : ''))
  const wrong = [
    ...there.filter((name) => !entries.some(([known]) => known === name)),
    ...entries.flatMap(([name]) => (there.includes(name) ? [] : [name])),
  ]
  if (wrong.length > 0) throw new Error(`the folder holds something else than the picture would say: ${wrong.join(', ')}`)
  return entries.map(([name, what], index) => {
    const branch = index === entries.length - 1 ? '└──' : '├──'
    return `<span class="branch">${branch}</span> <span class="${name.endsWith('/') ? 'folder' : ''}">${name.padEnd(22)}</span> <span class="dim">${escape(what)}</span>`
  })
}

const THEMES = {
  light: {
    file: 'run.png',
    colors:
      '--panel:#ffffff; --bar:#f3f4f6; --edge:#d5d9e0; --text:#24292f; --dim:#6e7781; --cyan:#0b7285; --green:#1a7f37; --blue:#0757b8; --dot:#cfd4db; --shadow:rgba(31,35,40,.13)',
  },
  dark: {
    file: 'run-dark.png',
    colors:
      '--panel:#151b23; --bar:#1d242d; --edge:#333c47; --text:#dfe5ec; --dim:#8b95a1; --cyan:#56c8d8; --green:#5fcf7d; --blue:#79b8ff; --dot:#3d4753; --shadow:rgba(0,0,0,.4)',
  },
}

function pageOf({ colors }, session, title, tree) {
  return `<!doctype html><meta charset="utf-8"><style>
:root { ${colors} }
* { box-sizing: border-box }
html, body { margin: 0; background: transparent }
body { width: ${WIDTH}px; padding: 14px 18px 22px; color: var(--text); font: 14px/19px 'JetBrains Mono', monospace; font-variant-ligatures: none }
section { background: var(--panel); border: 1px solid var(--edge); border-radius: 10px; overflow: hidden; box-shadow: 0 5px 16px var(--shadow) }
section:first-child { margin-right: 36px }
section + section { margin: -14px 0 0 60px; position: relative }
header { display: flex; gap: 7px; align-items: center; height: 32px; padding: 0 13px; background: var(--bar); border-bottom: 1px solid var(--edge); color: var(--dim); font-size: 12.5px }
header i { width: 11px; height: 11px; border-radius: 50%; background: var(--dot) }
header svg { margin-right: 2px }
pre { margin: 0; padding: 13px 18px 15px; font: inherit }
section:first-child pre { padding-bottom: 28px }
.prompt { color: var(--green); font-weight: 700 } .command { font-weight: 700 }
.bold { font-weight: 700 } .dim, .branch { color: var(--dim) } .cyan { color: var(--cyan) } .green { color: var(--green) }
.folder, .link { color: var(--blue) }
</style>
<section><header><i></i><i></i><i></i></header><pre><span class="prompt">$</span> <span class="command">runlab ${ARGUMENTS}</span>
${session.join('\n')}</pre></section>
<section><header><svg width="15" height="13" viewBox="0 0 15 13"><path d="M1.5 1h4l1.5 2h6.500a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-12a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z" fill="var(--blue)"/></svg>${escape(title)}</header><pre>${tree.join('\n')}</pre></section>`
}

function screenshot(page, file, height) {
  const folder = mkdtempSync(join(tmpdir(), 'runlab-picture-'))
  try {
    writeFileSync(join(folder, 'page.html'), page)
    execFileSync(
      CHROMIUM,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--hide-scrollbars',
        '--force-device-scale-factor=2',
        '--default-background-color=00000000',
        `--window-size=${WIDTH},${height}`,
        `--user-data-dir=${join(folder, 'profile')}`,
        `--screenshot=${file}`,
        `file://${join(folder, 'page.html')}`,
      ],
      { stdio: 'ignore' },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const session = recordSession().trimEnd().split('\n').map(lineToHtml)
const report = session
  .at(-1)
  .replaceAll(/<[^>]*>/g, '')
  .trim()
  .split(/\s+/)
  .at(-1)
const path = dirname(report)
const tree = treeOf(join(root, path))
const height = 14 + 34 + 41 + 19 * (session.length + 1) - 14 + 34 + 28 + 19 * tree.length + 22
for (const theme of Object.values(THEMES)) screenshot(pageOf(theme, session, `${path}/`, tree), join(images, theme.file), height)
const visuals = join(root, path, 'visuals')
copyFileSync(join(visuals, 'accuracy.svg'), join(images, 'accuracy.svg'))
const FILTER = 'fps=8,split[a][b];[a]palettegen[p];[b][p]paletteuse'
execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', join(visuals, 'boundary.mp4'), '-vf', FILTER, join(images, 'boundary.gif')])
rmSync(join(root, path), { recursive: true })
console.log(`Made the pictures of ${path}, which has been removed.`)
