import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { saveFigure } from '../../src/drawing/figure-file.ts'
import { ValueTree } from '../../src/format/value-tree.ts'
import { openArchive } from '../../src/query/open-archive.ts'
import { plotRuns } from '../../src/query/plot-runs.ts'
import { makeRun } from '../archive/support/make-run.ts'
import { tempFolder } from '../archive/support/temp-folder.ts'

let folder = ''

beforeAll(() => {
  folder = tempFolder()
  for (const [index, rate] of [0.1, 0.1, 0.2, 0.2].entries()) {
    const parameters = {
      rate: { value: rate, type: 'number', description: null, usable: true, default: 0, source: 'code' },
    } as const
    const meta = { run: `run-${index}`, seed: index, start_time: index, status: 'done', phase: 'ended', parameters } as const
    const writer = makeRun(folder, `study/run-${index}`, meta)
    const tree = new ValueTree()
    tree.set('accuracy', rate + index / 100)
    writer.writeData(tree)
  }
})

describe('plotRuns', () => {
  test('makes a chart of runs of an archive, which is data, and saveFigure writes it as what its name says', async () => {
    const figure = await plotRuns(openArchive(folder).runs(), {
      of: 'data.accuracy',
      paper: true,
      size: { width: 60, fontSize: 7 },
    })
    expect(structuredClone(figure)).toEqual(figure)
    const files = await Promise.all(['a.svg', 'a.PDF', 'a.png'].map(async (name) => await saveFigure(join(folder, name), figure)))
    const [svg = '', pdf = '', png = ''] = files.map((file) => readFileSync(file, 'latin1'))
    expect(svg).toMatch(/^<svg [^>]*width="60mm" height="39\.6mm"/)
    expect(Number(/\/MediaBox \[0 0 ([\d.]+) /.exec(pdf)?.[1])).toBeCloseTo((60 / 25.4) * 72, 4)
    expect(pdf).toContain('/Subject')
    expect(png.slice(1, 4)).toBe('PNG')
  })

  test('says which option is wrong', async () => {
    const runs = openArchive(folder).runs()
    const refused = expect.objectContaining({ code: 'QUERY_OPTION' })
    await expect(plotRuns(runs, { of: 'data.accuracy', kind: 'lines' as never })).rejects.toThrow(refused)
    await expect(plotRuns(runs, { of: 'data.accuracy', size: { width: -1 } })).rejects.toThrow(refused)
    await expect(plotRuns(runs, {} as never)).rejects.toThrow(refused)
    await expect(plotRuns([], { of: 'loss' })).rejects.toThrow(expect.objectContaining({ code: 'PLOT_EMPTY' }))
  })

  test('saveFigure refuses names of other formats, and what is no figure', async () => {
    const refused = expect.objectContaining({ code: 'FIGURE_FILE' })
    await expect(saveFigure(join(folder, 'a.jpg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')).rejects.toThrow(refused)
    await expect(saveFigure(join(folder, 'a.svg'), 'no SVG')).rejects.toThrow(refused)
  })
})
