import { source } from 'axe-core'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser } from '../support/browser.ts'
import { allNeed } from '../support/needs.ts'
import { until } from '../support/waiting.ts'
import { serveFixture } from './support/fixture-server.ts'
import type { FixtureServer } from './support/fixture-server.ts'
import { answersOver, madeUpRuns } from './support/made-up-runs.ts'

describe('the page in a browser', () => {
  allNeed(hasBrowser, 'needs chromium')
  let runs = madeUpRuns(600)
  let server: FixtureServer
  let browser: Browser
  beforeAll(async () => {
    if (!hasBrowser) return
    server = await serveFixture(answersOver(() => runs))
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const open = async (hash = '', options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 800 }, bypassCSP: true, ...options })
    await page.goto(`${server.url}${hash}`)
    await page.locator('.grid-row .cell.number').first().waitFor()
    return page
  }
  /** A column of what is seen, from the top. */
  const seen = async (page: Page, column: number): Promise<readonly string[]> =>
    await page.locator(`.grid-row [aria-colindex="${column}"]`).allInnerTexts()
  const becomes = async (what: string, read: () => Promise<unknown>, wanted: unknown): Promise<void> => {
    await until(what, async () => JSON.stringify(await read()) === JSON.stringify(wanted))
  }

  test('groups, sorts, filters with a caret below a mistake, chooses columns, and its address says so', async () => {
    const page = await open()
    expect(await seen(page, 2)).toEqual(['1.5', '1.8', '2.1', '2.27', '2.4', '2.6'])
    expect((await seen(page, 4))[0]).toBe('–')
    expect((await seen(page, 3))[3]).toBe('100 6 failed')
    expect((await seen(page, 5))[0]).toBe('0.667 ± 0.012')
    await page.getByRole('button', { name: 'magnetisation' }).click()
    await becomes('groups sorted by magnetisation', async () => (await seen(page, 2))[0], '2.6')
    expect(await page.getByRole('columnheader', { name: 'magnetisation' }).getAttribute('aria-sort')).toBe('ascending')
    await page.getByRole('button', { name: 'group' }).click()
    await becomes('single runs', async () => await page.getByRole('grid').getAttribute('aria-rowcount'), '601')

    const filter = page.getByRole('combobox')
    await filter.pressSequentially('params.te')
    await page.getByRole('option', { name: 'params.temperature' }).waitFor()
    await filter.press('Enter')
    await filter.pressSequentially(' < 2')
    await becomes('the filtered count', async () => await page.locator('.count').innerText(), '200 of 600 runs')
    await filter.fill('params.temprature < 2')
    await becomes(
      'the caret',
      async () => (await page.locator('.filter-error pre').innerText()).split('\n')[1],
      `${' '.repeat(7)}${'^'.repeat(14)}`,
    )
    expect(await page.locator('.count').innerText()).toBe('')
    expect(await page.getByRole('alert').innerText()).toContain('Did you mean params.temperature?')
    await filter.fill('params.temperature < 2')
    await page.locator('.filter-error p').waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'columns' }).click()
    await page.getByRole('checkbox', { name: 'data.energy' }).uncheck()
    await page.keyboard.press('Escape')
    await becomes('columns without energy', async () => await page.getByRole('columnheader', { name: 'energy' }).count(), 0)

    const link = await page.evaluate<string>('location.hash')
    const again = await open(link)
    expect(await seen(again, 2)).toEqual(await seen(page, 2))
    expect(await again.locator('.count').innerText()).toBe('200 of 600 runs')
    expect(await again.getByRole('columnheader', { name: 'energy' }).count()).toBe(0)
  })

  test('works by keyboard alone', async () => {
    const page = await open('#/runs?group=no')
    for (let i = 0; i < 40 && (await page.evaluate('document.activeElement.role')) !== 'grid'; i++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await becomes('three selected rows', async () => await page.locator('[aria-selected="true"][role="row"]').count(), 3)
    await page.keyboard.press('End')
    await becomes('the last row', async () => await page.getByRole('grid').getAttribute('aria-activedescendant'), 'row-599')
    await until('the last row is there', async () => (await page.locator('#row-599 .cell.number').count()) > 0)
    await page.keyboard.press('Escape')
    await becomes('nothing selected', async () => await page.locator('[aria-selected="true"][role="row"]').count(), 0)
  })

  test('shows runs as they come, without moving what is seen', async () => {
    runs = madeUpRuns(60)
    const page = await open('#/runs?group=no')
    expect(await page.locator('.count').innerText()).toBe('60 runs')
    runs = madeUpRuns(61)
    server.say('changed', { running: 1 })
    await becomes('one more run', async () => await page.locator('.count').innerText(), '61 runs')
    expect(await page.locator('.live').innerText()).toBe('1 running')
  })

  test('reaches the last of more rows than a browser has pixels for', async () => {
    runs = madeUpRuns(600_000)
    const page = await open('#/runs?group=no')
    await page
      .locator('.grid')
      .evaluate((grid: { scrollTop: number; scrollHeight: number }) => (grid.scrollTop = grid.scrollHeight))
    await until('the last row', async () => (await page.locator('#row-599999 .cell.number').count()) > 0)
    expect(await page.locator('.grid-row').count()).toBeLessThan(60)
    runs = madeUpRuns(600)
  })

  test.each(['light', 'dark'] as const)('has roles, names and contrast, and fits a phone (%s)', async (colorScheme) => {
    for (const width of [1400, 390]) {
      const page = await open('', { viewport: { width, height: 800 }, colorScheme, bypassCSP: true })
      await page.evaluate(source)
      const found = await page.evaluate<readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]>(
        'axe.run().then(({ violations }) => violations)',
      )
      expect(found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    }
  })
})
