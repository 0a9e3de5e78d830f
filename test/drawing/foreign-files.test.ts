import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { VisualFolder } from '../../src/drawing/visual-folder.ts'
import { removePartialPictures } from '../../src/archive/status/undrawn.ts'
import { TOKENS_ONLY } from '../../src/secrets/redactor.ts'
import { VisualIndex } from '../../src/drawing/visual-index.ts'

let [folder, outside] = ['', '']
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runlab-drawn-'))
  outside = mkdtempSync(join(tmpdir(), 'runlab-outside-'))
  mkdirSync(join(folder, '.runlab'))
  mkdirSync(join(folder, 'visuals/loss'), { recursive: true })
  writeFileSync(join(outside, 'private.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
})

/** Begins anew where a list names these files. */
function beginWith(...files: readonly string[]): void {
  const record = { title: 't', form: 'plot', files, alt: '', note: null, group: 'tracked', series: [] }
  writeFileSync(join(folder, '.runlab/visuals.jsonl'), `${JSON.stringify(record)}\n`)
  new VisualIndex(folder, TOKENS_ONLY).beginAnew()
}

describe('the list of what was drawn, as an archive of others has it', () => {
  test('has only pictures removed', () => {
    writeFileSync(join(folder, 'experiment_data.json'), '{}')
    writeFileSync(join(folder, 'visuals/a.svg'), '')
    beginWith('visuals/a.svg', 'experiment_data.json', 'visuals/loss', 'visuals/none.svg')
    expect(readdirSync(join(folder, 'visuals'))).toEqual(['loss'])
    expect(existsSync(join(folder, 'experiment_data.json'))).toBe(true)
  })

  test('has nothing removed outside of the run', () => {
    symlinkSync(outside, join(folder, 'visuals/x'))
    symlinkSync(join(outside, 'private.svg'), join(folder, 'visuals/link.svg'))
    beginWith('visuals/x/private.svg', 'visuals/link.svg')
    expect(readdirSync(outside)).toEqual(['private.svg'])
    expect(existsSync(join(folder, 'visuals/link.svg'))).toBe(false) // the link itself is ours
  })

  test('what a killed drawing left unfinished is removed, and nothing else', () => {
    writeFileSync(join(folder, 'visuals/loss/v.mp4.0123456789ab.tmp'), 'half a video')
    writeFileSync(join(folder, 'visuals/notes.tmp'), '')
    expect(removePartialPictures(folder)).toBe(1)
    expect(readdirSync(join(folder, 'visuals/loss'))).toEqual([])
    expect(existsSync(join(folder, 'visuals/notes.tmp'))).toBe(true)
  })
})

describe('the folder that is drawn into', () => {
  test('is left by no link, neither to write nor to read', () => {
    symlinkSync(outside, join(folder, 'visuals/x'))
    symlinkSync(join(outside, 'nothing yet'), join(folder, 'visuals/later'))
    const drawn = new VisualFolder(folder, TOKENS_ONLY)
    for (const path of ['visuals/x/a.svg', 'visuals/x/y/a.svg', 'visuals/later/a.svg']) {
      expect(() => drawn.write(path, 'text')).toThrow(expect.objectContaining({ code: 'ARCHIVE_UNWRITABLE' }))
    }
    expect(() => drawn.read('visuals/x/private.svg')).toThrow('a symbolic link leads out of the run')
    expect(readdirSync(outside)).toEqual(['private.svg'])
    drawn.write('visuals/loss/a.svg', 'text')
    expect(readFileSync(join(folder, 'visuals/loss/a.svg'), 'utf8')).toBe('text')
  })
})
