import { existsSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseHTML } from 'linkedom'
import { expect } from 'vitest'
import { writeReport } from '../../src/report/write-report.ts'
import type { ReportOptions } from '../../src/report/write-report.ts'

type Document = ReturnType<typeof parseHTML>['document']

export interface Page {
  readonly path: string
  readonly source: string
  readonly document: Document
  /** The text of the first element, white space joined. */
  text(selector: string): string
  texts(selector: string): string[]
}

/** Writes the report of a run and reads it as a browser would. */
export async function pageOf(folder: string, options: ReportOptions = {}): Promise<Page> {
  const path = await writeReport(folder, options)
  const source = readFileSync(path, 'utf8')
  const { document } = parseHTML(source)
  const textOf = (element: { readonly textContent: string | null } | null): string =>
    (element?.textContent ?? '').replace(/\s+/g, ' ').trim()
  return {
    path,
    source,
    document,
    text: (selector) => textOf(document.querySelector(selector)),
    texts: (selector) => Array.from(document.querySelectorAll(selector), textOf),
  }
}

const EMPTY_ALLOWED = new Set(['td', 'dd', 'wbr'])

/** What holds of every page, whatever the run: it can run nothing, is well structured, and its links lead somewhere. */
export function checkPage({ document, source, path }: Page): void {
  const all = [...document.querySelectorAll('*')]
  expect(document.documentElement.getAttribute('lang')).toBe('en')
  expect(document.querySelectorAll('h1')).toHaveLength(1)
  for (const landmark of ['header', 'nav[aria-label]', 'main', 'footer'])
    expect(document.querySelectorAll(landmark)).toHaveLength(1)
  const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map(({ localName }) => Number(localName.slice(1)))
  for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1)

  for (const name of ['script', 'iframe', 'object', 'embed', 'link', 'base', 'form', 'foreignObject']) {
    expect(document.querySelectorAll(name), name).toHaveLength(0)
  }
  const attributes = all.flatMap((element) => [...element.attributes].map(({ name, value }) => ({ name, value })))
  expect(attributes.filter(({ name }) => name.startsWith('on'))).toEqual([])
  expect(attributes.filter(({ value }) => /^\s*(?:javascript:|vbscript:|data:text)/i.test(value))).toEqual([])
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content')
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('script-src')
  expect(source.indexOf('Content-Security-Policy')).toBeLessThan(1000)

  const ids = all.map(({ id }) => id).filter((id) => id !== '')
  expect(new Set(ids).size).toBe(ids.length)
  for (const link of document.querySelectorAll('a[href]')) checkLink(link.getAttribute('href') ?? '', { ids, path })
  for (const medium of document.querySelectorAll('img,video,audio')) {
    const address = medium.getAttribute('src') ?? ''
    if (!address.startsWith('data:')) checkLink(address, { ids, path })
  }
  for (const image of document.querySelectorAll('img')) expect(image.hasAttribute('alt')).toBe(true)
  for (const video of document.querySelectorAll('video,audio')) expect(video.getAttribute('aria-label')).toMatch(/\S/)
  for (const svg of document.querySelectorAll('svg')) {
    expect(svg.getAttribute('role')).toBe('img')
    expect(svg.getAttribute('aria-label')).toMatch(/\S/)
  }
  for (const head of document.querySelectorAll('th')) expect(head.getAttribute('scope')).toMatch(/^(?:row|col|rowgroup)$/)
  for (const table of document.querySelectorAll('table')) {
    const name = table.querySelector('caption')?.textContent ?? table.closest('.scroll')?.getAttribute('aria-label')
    expect(name).toMatch(/\S/)
  }
  for (const paragraph of document.querySelectorAll('p,li,h1,h2,dd')) {
    if (!EMPTY_ALLOWED.has(paragraph.localName)) expect(paragraph.textContent, paragraph.outerHTML).toMatch(/\S/)
  }
}

function checkLink(address: string, { ids, path }: { readonly ids: readonly string[]; readonly path: string }): void {
  if (address.startsWith('#')) return expect(ids).toContain(address.slice(1))
  if (address.startsWith('https:')) return expect(new URL(address).username).toBe('')
  expect(address).not.toMatch(/^(?:[a-z][\w+.-]*:|\/)|[ ?#]/i)
  expect(existsSync(resolve(dirname(path), decodeURIComponent(address))), address).toBe(true)
}

/** Writes a file into a run. */
export function put(folder: string, name: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), content)
}

/** Writes a list of ours. */
export function putLines(folder: string, name: string, records: readonly unknown[]): void {
  put(folder, name, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
}
