import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { ValueTree } from '../../../src/format/value-tree.ts'
import { makeRun } from '../../archive/support/make-run.ts'
import { hasBrowser } from '../../support/browser.ts'
import { testWith } from '../../support/needs.ts'
import { until } from '../../support/waiting.ts'
import { BIN, Project } from '../project.ts'

const project = new Project({ 'package.json': '{}' })
const archive = project.path('results')

function addRun(index: number, status: 'done' | 'failed' = 'done'): string {
  const rate = { value: 0.1, type: 'number', description: null, usable: true, default: 0, source: 'code' } as const
  const own = {
    run: `2026-12-01_10-00-0${index}_run${index}`,
    namespace: 'study',
    seed: index,
    start_time: index,
    phase: 'ended',
  } as const
  const writer = makeRun(archive, `study/${own.run}`, { ...own, status, parameters: { rate } })
  const tree = new ValueTree()
  tree.set('loss', index)
  writer.writeData(tree)
  return writer.folder
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
    await link.waitFor()
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()])
    await opened.waitForLoadState('load')
    expect(await opened.textContent('p')).toBe('The report')
    expect(await opened.title()).toMatch(/SecurityError7$/)
    expect(complaints).toEqual([])
  } finally {
    await browser.close()
  }
  expect(await served.end()).toBe(0)
})
