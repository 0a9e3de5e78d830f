import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name))
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...docs.filter((name) => name.endsWith('.md'))]

/** The anchors that a page's headings get where it is shown: lower case, without punctuation, a dash for each space. */
function anchorsOf(page: string): Set<string> {
  const headings = [...withoutCode(page).matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '')
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

function withoutCode(page: string): string {
  return readFileSync(join(root, page), 'utf8').replaceAll(/^```.*?^```$/gms, '')
}

/** What is linked to in a page and is not there. */
function brokenLinks(page: string): string[] {
  const targets = [...withoutCode(page).matchAll(/(?:\]\(|(?:src|srcset|href)=")([^)"\s]+)/g)].map((match) => match[1] ?? '')
  return targets.filter((target) => {
    if (/^https?:/.test(target)) return false
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : join(dirname(page), path)
    return !existsSync(join(root, file)) || (anchor !== undefined && !anchorsOf(file).has(anchor))
  })
}

test.each(pages)('every link in %s leads somewhere', (page) => {
  expect(brokenLinks(page)).toEqual([])
})
