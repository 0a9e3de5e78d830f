import { existsSync, readdirSync, symlinkSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'
import { checkPage, pageOf, put, putLines } from './page-of.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><clipPath id="c"><rect/></clipPath></defs><g clip-path="url(#c)" fill="#1f2328"/></svg>'
const visual = (changes: object): object => ({
  title: 't',
  form: 'plot',
  group: 'tracked',
  series: [],
  files: [],
  alt: 'What it shows',
  note: null,
  ...changes,
})

/** A run with a visual of every form. */
function makeDrawn(): string {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  for (const name of ['loss', 'cpu', 'mine']) {
    put(folder, `visuals/${name}.svg`, SVG)
    put(folder, `visuals/${name}.png`, PNG)
  }
  put(folder, 'visuals/sheet #1?.png', PNG)
  for (const name of ['film.mp4', 'table.html', 'table.csv', 'sound/1.wav', 'players.html']) put(folder, `visuals/${name}`, 'x')
  putLines(folder, '.runlab/visuals.jsonl', [
    visual({ title: 'cpu', group: 'system', files: ['visuals/cpu.svg', 'visuals/cpu.png'] }),
    visual({ title: 'loss', files: ['visuals/loss.svg', 'visuals/loss.png'], note: 'Two are left out.' }),
    visual({ title: 'film', form: 'video', files: ['visuals/film.mp4'] }),
    visual({ title: 'sheet', form: 'sheet', files: ['visuals/sheet #1?.png'] }),
    visual({ title: 'table', form: 'table', files: ['visuals/table.html', 'visuals/table.csv'], alt: 'A table of two rows.' }),
    visual({ title: 'sounds', form: 'players', files: ['visuals/players.html', 'visuals/sound/1.wav'] }),
    visual({ title: 'empty', form: 'note', note: 'There is nothing to draw.' }),
    visual({ title: 'mine', group: 'own', files: ['visuals/mine.svg'] }),
  ])
  return folder
}

test('visuals are shown in their forms: own first, those of the machine last and closed', async () => {
  const page = await pageOf(makeDrawn())
  checkPage(page)
  expect(page.texts('#visuals figcaption h3')).toEqual(['mine', 'loss', 'film', 'sheet', 'table', 'sounds', 'cpu'])
  expect(page.document.querySelector('#visuals details')?.hasAttribute('open')).toBe(false)
  expect(page.texts('#visuals details figcaption h3')).toEqual(['cpu'])
  const drawings = [...page.document.querySelectorAll('.drawing > svg')]
  expect(drawings.map((svg) => svg.getAttribute('aria-label'))).toEqual(['What it shows', 'What it shows', 'What it shows'])
  const film = page.document.querySelector('video')
  expect([film?.getAttribute('src'), film?.getAttribute('preload'), film?.hasAttribute('controls')]).toEqual([
    'visuals/film.mp4',
    'metadata',
    true,
  ])
  const sheet = page.document.querySelector('.sheet img')
  expect(sheet?.getAttribute('src')).toMatch(/^data:image\/png;base64,iVBOR/)
  expect([sheet?.getAttribute('width'), sheet?.getAttribute('height')]).toEqual(['1', '1'])
  expect(page.text('.table')).toContain('A table of two rows.')
  expect(page.document.querySelector('.players audio')?.getAttribute('src')).toBe('visuals/sound/1.wav')
  expect(page.texts('#visuals .notes li')).toEqual(['empty: There is nothing to draw.'])
  expect(page.text('#visuals')).toContain('Two are left out.')
  expect(page.document.querySelector('a[href="visuals/sheet%20%231%3F.png"]')).not.toBeNull()
})

test('there is no section where nothing was drawn', async () => {
  const page = await pageOf(makeRun(tempFolder(), 'ns/run').folder)
  expect(page.document.querySelector('#visuals')).toBeNull()
})

test('a visual whose files are gone says so', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  putLines(folder, '.runlab/visuals.jsonl', [visual({ files: ['visuals/loss.svg', 'visuals/loss.png'] })])
  const page = await pageOf(folder)
  checkPage(page)
  expect(page.text('#visuals figure')).toContain('What it shows')
  expect(page.text('#visuals figure')).toContain('loss.svg (not there any more)')
})

test('a page to mail holds its media and links to no file', async () => {
  const folder = makeDrawn()
  put(folder, 'large.png', PNG)
  truncateSync(join(folder, 'large.png'), 300_000)
  putLines(folder, '.runlab/artifacts.jsonl', [{ name: 'large.png', size: 1, sha256: null, time: 1, via: 'commit' }])
  const target = join(tempFolder(), 'mail.html')
  const page = await pageOf(folder, { inline: true, target })
  checkPage(page)
  expect(page.path).toBe(target)
  expect(existsSync(join(folder, 'report.html'))).toBe(false)
  expect([...page.document.querySelectorAll('a:not([href^="#"])')]).toEqual([])
  const sources = [...page.document.querySelectorAll('img,video,audio')].map((medium) => medium.getAttribute('src')?.slice(0, 14))
  expect(sources).toEqual(['data:video/mp4', 'data:image/png', 'data:audio/wav'])
  expect(page.document.querySelector('meta[http-equiv]')?.getAttribute('content')).toContain('img-src data:;')
})

test('a page to mail says what it had no room for', async () => {
  const folder = makeDrawn()
  truncateSync(join(folder, 'visuals/film.mp4'), 65_000_000)
  const page = await pageOf(folder, { inline: true })
  checkPage(page)
  expect(page.document.querySelector('video')).toBeNull()
  expect(page.text('footer')).toContain('1 file had no room in this page: visuals/film.mp4.')
})

/** A run that has tracked recordings of so many bytes each. */
function makeRecorded(sizes: readonly number[], extension: string): string {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  const files = sizes.map((_, i) => `tracked/tone/00000${i}.${extension}`)
  put(folder, 'visuals/tone.html', 'x')
  for (const [i, file] of files.entries()) {
    put(folder, file, 'x')
    truncateSync(join(folder, file), sizes[i])
  }
  const alt = `tone: ${sizes.length} recordings.`
  putLines(folder, '.runlab/visuals.jsonl', [
    visual({ title: 'tone', form: 'players', files: ['visuals/tone.html', ...files], alt }),
  ])
  return folder
}

test.each([
  ['audio', 'wav'],
  ['video', 'mp4'],
])('tracked %s is played in the page, the first six files of it', async (media, extension) => {
  const page = await pageOf(
    makeRecorded(
      Array.from({ length: 8 }, () => 10),
      extension,
    ),
  )
  checkPage(page)
  const players = [...page.document.querySelectorAll(`.players ${media}`)]
  expect(players.map((player) => player.getAttribute('src'))).toEqual(
    Array.from({ length: 6 }, (_, i) => `tracked/tone/00000${i}.${extension}`),
  )
  expect(players[1]?.getAttribute('aria-label')).toBe(`tone, 000001.${extension}`)
  expect(page.texts('.players .player .small')[1]).toBe(`000001.${extension}`)
  expect(page.text('.players .cut')).toBe('The first 6 can be played here.')
})

test('a page to mail holds tracked recordings as far as there is room, and says what it left out', async () => {
  const page = await pageOf(makeRecorded([10, 65_000_000, 20], 'wav'), { inline: true })
  checkPage(page)
  const sources = [...page.document.querySelectorAll('.players audio')].map((player) => player.getAttribute('src')?.slice(0, 22))
  expect(sources).toEqual(['data:audio/wav;base64,', 'data:audio/wav;base64,'])
  expect(page.text('.players .cut')).toBe('1 recording had no room in this page.')
  expect(page.text('footer')).toContain('1 file had no room in this page: tracked/tone/000001.wav.')
})

test('a page elsewhere links to the run from there', async () => {
  const folder = makeDrawn()
  const target = join(folder, '..', 'pages of ns.html')
  const page = await pageOf(folder, { target })
  checkPage(page)
  expect(page.document.querySelector('video')?.getAttribute('src')).toBe('run/visuals/film.mp4')
})

test('small pictures among the artifacts are shown, large ones linked', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  put(folder, 'small.png', PNG)
  put(folder, 'drawn.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  put(folder, 'large.png', PNG)
  truncateSync(join(folder, 'large.png'), 300_000)
  putLines(
    folder,
    '.runlab/artifacts.jsonl',
    ['small.png', 'drawn.svg', 'large.png'].map((name) => ({ name, size: 70, sha256: 'ab'.repeat(32), time: 1, via: 'commit' })),
  )
  const page = await pageOf(folder)
  checkPage(page)
  expect(page.texts('#artifacts tbody th')).toEqual(['drawn.svg', 'large.png', 'small.png'])
  expect([...page.document.querySelectorAll('#artifacts img')].map((image) => image.getAttribute('src')?.slice(0, 14))).toEqual([
    'data:image/svg',
    'data:image/png',
  ])
})

test('nothing outside of the run gets into the page by a link', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  const outside = join(tempFolder(), 'secret.png')
  put(join(outside, '..'), 'secret.png', 'the secret')
  symlinkSync(outside, join(folder, 'leak.png'))
  symlinkSync(outside, join(folder, 'experiment_out.log'))
  putLines(folder, '.runlab/artifacts.jsonl', [{ name: 'leak.png', size: 1, sha256: null, time: 1, via: 'path' }])
  for (const options of [{}, { inline: true }]) {
    const page = await pageOf(folder, options)
    expect(page.source).not.toContain('the secret')
    expect(page.source).not.toContain(Buffer.from('the secret').toString('base64'))
  }
})

test('the page is replaced at once, and nothing else is left in the run', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  await pageOf(folder)
  const before = readdirSync(folder, { recursive: true })
  await pageOf(folder)
  expect(readdirSync(folder, { recursive: true })).toEqual(before)
  expect(before).toContain('report.html')
  expect(before.filter((name) => String(name).includes('tmp'))).toEqual([])
})

test('every picture has a heading, before it, by which a long page is walked through', async () => {
  const page = await pageOf(makeDrawn())
  const titles = ['mine', 'loss', 'film', 'sheet', 'table', 'sounds', 'cpu']
  expect(page.texts('#visuals h3')).toEqual(titles)
  for (const figure of page.document.querySelectorAll('#visuals figure'))
    expect(figure.firstElementChild?.querySelector('h3')).not.toBeNull()
})

test('on paper a video is its sheet, or a sentence where it has none', async () => {
  const { folder } = makeRun(tempFolder(), 'ns/run')
  for (const name of ['a.mp4', 'b.mp4', 'a.png']) put(folder, `visuals/${name}`, 'x')
  const series = [{ name: 'a', context: { fold: 1 } }]
  putLines(folder, '.runlab/visuals.jsonl', [
    visual({ title: 'a', form: 'video', files: ['visuals/a.mp4'], series }),
    visual({ title: 'a', form: 'sheet', files: ['visuals/a.png'], series }),
    visual({ title: ' ', form: 'video', files: ['visuals/b.mp4'], series: [{ name: 'b', context: null }] }),
  ])
  const page = await pageOf(folder)
  checkPage(page)
  const figures = [...page.document.querySelectorAll('#visuals figure')]
  expect(figures.map(({ className }) => className)).toEqual(['video off-paper', 'sheet', 'video alone'])
  expect(figures.map((figure) => figure.querySelector('.on-paper')?.textContent)).toEqual([
    undefined,
    undefined,
    'A video, which paper cannot show.',
  ])
  expect(page.texts('#visuals h3')).toEqual(['a', 'a', 'Without a name'])
})
