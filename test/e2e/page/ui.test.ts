import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeProcess } from '../../../src/archive/claims/liveness.ts'
import { ValueTree } from '../../../src/format/value-tree.ts'
import { makeRun } from '../../archive/support/make-run.ts'
import { hasBrowser } from '../../support/browser.ts'
import { testWith } from '../../support/needs.ts'
import { sealTracked } from '../../../src/tracking/sealing/seal.ts'
import { JournalBuilder } from '../../tracking/sealing/support/build-journal.ts'
import { until } from '../../support/waiting.ts'
import { BIN, Project } from '../project.ts'

const project = new Project({ 'package.json': '{}' })
const archive = project.path('results')

function addRun(index: number, status: 'done' | 'failed' | 'running' = 'done'): string {
  const rate = { value: 0.1, type: 'number', description: null, usable: true, default: 0, source: 'code' } as const
  const own = {
    run: `2026-12-01_10-00-0${index}_run${index}`,
    namespace: 'study',
    seed: index,
    start_time: index,
    phase: status === 'running' ? 'run' : 'ended',
  } as const
  const writer = makeRun(archive, `study/${own.run}`, { ...own, status, parameters: { rate } })
  const tree = new ValueTree()
  tree.set('loss', index)
  writer.writeData(tree)
  if (status === 'running') writer.writeAlive(describeProcess())
  return writer.folder
}

/** Points that a run has tracked: a slope with a gap. */
function writePoints(journal: JournalBuilder, from: number, end: number): void {
  const series = { id: 0, name: 'loss', context: null, kind: 'number', sender: 'main', label: 'main' }
  const steps = Array.from({ length: end - from }, (_, i) => from + i)
  journal.write(series, ...steps.map((step) => [step, 1000 * step, step === 7 ? Number.NaN : 10 + step / 100] as const))
}

/** Adds to a run what it tracked; it is sealed unless it goes on. */
async function addPoints(folder: string, count: number, isRunning = false): Promise<JournalBuilder> {
  const journal = new JournalBuilder(folder)
  journal.define('loss')
  writePoints(journal, 0, count)
  if (!isRunning) await sealTracked(folder, 'runlab test')
  return journal
}

/** Curves of the page that `page` shows: counts, hovering, zooming to real points, selecting, saving, and a run that goes on. */
async function lookAtCurves(page: Page, live: () => void): Promise<void> {
  const count = page.locator('.chart-count')
  const counted = async (what: string, pattern: RegExp): Promise<void> => {
    await until(what, async () => (await count.count()) === 1 && pattern.test(await count.innerText()))
  }
  await page.getByRole('link', { name: 'Curves' }).click()
  await counted('thinned points', /^showing [\d,–]+ of 400–3,000 points$/)
  expect(await page.locator('.chart-notes').innerText()).toBe('2 values are NaN or infinite · 2 runs without this series')
  live()
  await counted('points of the run that goes on', /of 700–3,000 points$/)
  const plot = page.getByRole('group', { name: /^loss over step: 4 lines/ })
  await plot.focus()
  await page.keyboard.press('ArrowRight')
  expect(await page.locator('.tip').innerText()).toMatch(/^run\d\s+10\s+step 0$/)
  await page.keyboard.press('Enter')
  await until('the selected line', async () => (await page.locator('.entry[aria-pressed="true"]').count()) === 1)
  const over = (await page.locator('.u-over').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  await page.mouse.move(over.x + 10, over.y + 40)
  await page.mouse.down()
  await page.mouse.move(over.x + 60, over.y + 40, { steps: 3 })
  await page.mouse.up()
  await counted('all points of a part', /^all [\d–]+ points$/)
  expect(page.url()).toMatch(/#\/curves\?group=no&pick=.*&others=yes&zoom=/)
  await page.getByRole('button', { name: 'save' }).click()
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'loss.svg' }).click()])
  expect(readFileSync(await saved.path(), 'utf8')).toMatch(/^<svg[^]*One run a line/)
}

/** `runlab ui`, its address, and how it ends. */
async function startPage(): Promise<{ readonly address: string; end(): Promise<number | null> }> {
  const child = spawn(process.execPath, [BIN, 'ui', '--results', archive], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  await until('the address', () => /http:\S+\n/.test(output) || child.exitCode !== null)
  return {
    address: /http:\S+/.exec(output)?.[0] ?? output,
    async end() {
      const ended = once(child, 'exit')
      child.kill('SIGINT')
      const [code]: readonly unknown[] = await ended
      return typeof code === 'number' ? code : null
    },
  }
}

test('a port that is no number is refused', async () => {
  expect((await project.runlab('ui', '--port', '70000')).stderr).toContain('a number from 0 to 65535')
})

testWith(hasBrowser, 'needs chromium')('the page shows the archive as it is, without a complaint of the browser', async () => {
  const first = addRun(1)
  addRun(2)
  await addPoints(first, 3000)
  mkdirSync(join(first, 'visuals'))
  writeFileSync(join(first, 'visuals/loss.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>')
  const report = `<p>The report</p><img src="visuals/loss.svg" /><script>
    document.title = [document.querySelector('img').naturalWidth, (() => { try { return document.cookie } catch (e) { return e.name } })()].join()
  </script>`
  writeFileSync(join(first, 'report.html'), `<body onload="document.title += document.images[0].naturalWidth">${report}`)
  const served = await startPage()
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 800 } })
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(served.address)
    const means = async (): Promise<readonly string[]> => await page.locator('.grid-row .cell.number').allInnerTexts()
    await until('the group', async () => (await means()).some((text) => text.startsWith('1.5')))
    expect(page.url()).not.toContain('token')
    addRun(3)
    await until('the third run', async () => (await means()).some((text) => /^2(?:\.0+)?(?: |$)/.test(text)))
    await page.getByRole('button', { name: 'group' }).click()
    const link = page.getByRole('link', { name: 'run1' })
    await link.click()
    await page.getByRole('heading', { name: 'Values' }).waitFor()
    expect(page.url()).toContain('#/run?run=study')
    expect(await page.locator('[aria-labelledby="values-title"] td.number').first().innerText()).toBe('1')
    await page.goBack()
    await link.waitFor()
    await page.goForward()
    await page.getByRole('textbox', { name: 'Add a tag' }).last().fill('paper')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Remove the tag paper' }).waitFor()
    await page.getByRole('button', { name: 'Move to the trash' }).last().click()
    await until('the run is gone', async () => (await link.count()) === 0 && !existsSync(first))
    await page.getByRole('button', { name: 'Undo' }).click()
    await link.waitFor()
    await page.locator('.grid').press('Control+a')
    await page.getByRole('link', { name: 'Compare' }).first().click()
    await page.locator('[aria-labelledby="compare-values-title"]').getByRole('row', { name: 'loss' }).waitFor()
    await page.goBack()
    await page.locator('.grid').press('Escape')
    await link.click()
    await page.getByRole('button', { name: 'Remove the tag paper' }).waitFor()
    const way = page.getByRole('link', { name: 'report' })
    await way.waitFor()
    const [opened] = await Promise.all([page.context().waitForEvent('page'), way.click()])
    await opened.waitForLoadState('load')
    expect(await opened.textContent('p')).toBe('The report')
    expect(await opened.title()).toMatch(/SecurityError7$/)
    await opened.close()
    await page.bringToFront() // a page behind another one draws once a second
    const running = addRun(4, 'running')
    const journal = await addPoints(running, 400, true)
    await lookAtCurves(page, () => {
      writePoints(journal, 400, 700)
      writeFileSync(join(running, 'experiment_data.json'), readFileSync(join(running, 'experiment_data.json')))
    })
    expect(complaints).toEqual([])
  } finally {
    await browser.close()
  }
  expect(await served.end()).toBe(0)
})
