import { compactSegments } from '../../../../src/tracking/sealing/compact.ts'
import { mergePages } from '../../../../src/tracking/sealing/merge-pages.ts'
import { SPECIAL_DOUBLES } from '../../columns/bits.ts'
import { randomDoubles, randomFrom } from '../../columns/random.ts'
import type { JournalBuilder } from './build-journal.ts'

const START = 1_790_000_000_123
/** So many that segments are compacted two at a time. */
const SERIES = 130

/** Journals of all sorts, by what is special about them. */
export const JOURNALS: Readonly<Record<string, (journal: JournalBuilder) => void | Promise<void>>> = {
  'of one series in one segment': (journal) => {
    const loss = journal.define('loss')
    journal.write(loss, ...SPECIAL_DOUBLES.map((value, i) => [i, START + i, value] as const))
  },
  'of one point': (journal) => journal.write(journal.define('x'), [0, START, 0.5]),
  'in which series begin and nothing follows': (journal) => {
    journal.define('none')
    journal.define('no text', { kind: 'text' })
  },
  'of numbers, texts and data, in segments that were compacted, and others that were not': async (journal) => {
    const loss = journal.define('loss')
    const prompt = journal.define('prompt', { kind: 'text' })
    const late = journal.define('config', { kind: 'json' })
    for (let segment = 0; segment < 4; segment++) {
      for (let i = 0; i < 50; i++) {
        const step = segment * 50 + i
        journal.writeMixed([loss, step, START + step * 3, step / 7], [prompt, step * 2, START + step * 3, `ö ${step}\n"🧪"`])
        if (segment > 1) journal.write(late, [step, START + step, { a: [step, null, { $b: 'x' }] }])
      }
      const names = [journal.segment('main', 'points'), journal.segment('main', 'jsonl')] as const
      journal.cut()
      if (segment === 3 || segment === 1) continue
      await compactSegments({ folder: journal.folder, names: [names[0]], type: 'points' })
      await compactSegments({ folder: journal.folder, names: [names[1]], type: 'jsonl' })
    }
  },
  'with a segment that is there compacted, too, as a kill leaves it': async (journal) => {
    const loss = journal.define('loss')
    journal.write(loss, [0, START, 1], [1, START + 1, 2])
    await compactSegments({ folder: journal.folder, names: ['main-000001.points'], type: 'points' })
    journal.append('main-000001.points', 'the same, not removed yet')
    journal.cut()
    journal.write(loss, [2, START + 2, 3])
    journal.append('main-000002.points.pages.tmp', 'half of what was to replace it')
  },
  'that a kill has cut off everywhere': (journal) => {
    const loss = journal.define('loss')
    const note = journal.define('note', { kind: 'text' })
    journal.write(loss, [0, START, 1], [1, START + 1, 2])
    journal.write(note, [0, START, 'kept'])
    journal.append('main-000001.points', Buffer.from('RLPT\x09\0\0\0torn', 'latin1'))
    journal.append('main-000001.jsonl', '{"s":1,"n":1,"t":')
    journal.append('main.series.jsonl', '{"id":2,"name":"to')
  },
  'of several processes and threads that track the same series': (journal) => {
    const shared = ['main', 'process-10', 'process-9'].map((label) => journal.define('loss', { label }))
    const own = journal.define('own', { label: 'process-9', sender: 'process-9-worker-1', kind: 'text' })
    const thread = journal.define('loss', { label: 'process-9', sender: 'process-9-worker-1' })
    for (let i = 0; i < 40; i++) {
      journal.write(shared[i % 3] as typeof own, [i, START + i * 10, i])
      if (i === 20) journal.cut('process-9')
      if (i % 5 === 0) journal.write(own, [i, START + i * 10, `at ${i}`])
      if (i % 7 === 0) journal.write(thread, [i, START + i * 10 + 1, -i])
    }
  },
  'with contexts whose keys come in any order': (journal) => {
    const train = journal.define('loss', { context: { split: 'train', fold: 1 } })
    const validation = journal.define('loss', { context: { fold: 1, split: 'val' } })
    const plain = journal.define('loss')
    const again = journal.define('loss', { label: 'process-1', context: { fold: 1, split: 'train' } })
    const nested = journal.define('loss', { label: 'process-1', context: { 'a"b': { c: [1, 'ö'] } } })
    for (const [i, series] of [train, validation, plain, again, nested].entries()) {
      journal.write(series, [i, START + i, i], [i + 0, START + 100 + i, -i])
    }
  },
  'of which one step is a fraction': async (journal) => {
    const whole = journal.define('whole')
    const half = journal.define('half')
    const text = journal.define('text', { kind: 'text' })
    journal.write(whole, ...Array.from({ length: 300 }, (_, i) => [i * 10, START + i, i] as const))
    await compactSegments({ folder: journal.folder, names: ['main-000001.points'], type: 'points' })
    journal.cut()
    journal.write(whole, [-5, START, 1])
    journal.write(half, [1, START, 1], [1.5, START + 1, 2], [-1e-300, START + 2, 3])
    journal.write(text, [7, START, 'seven'])
  },
  'with steps of all sizes, repeated and out of order': (journal) => {
    const { MAX_SAFE_INTEGER: largest } = Number
    const steps = [0, 0, -1, 5, 5, -largest, largest, 3, -largest, 2 ** 31, -(2 ** 31), 1]
    journal.write(journal.define('loss'), ...steps.map((step, i) => [step, START + i, step] as const))
  },
  'with steps that 64-bit integers do not hold': (journal) => {
    journal.write(journal.define('loss'), [0, START, 1], [1e300, START, 2], [-(2 ** 70), START, 3])
  },
  'with times that go back, before 1970 and after 2100': (journal) => {
    const times = [START, START - 5000, 0, -1, -62_135_596_800_000, 4_200_000_000_000, START]
    journal.write(journal.define('loss'), ...times.map((time, i) => [i, time, i] as const))
  },
  'whose names have quotes, slashes, emoji and 300 characters': (journal) => {
    const names = [
      `"quoted" 'name'`,
      'a/b/c',
      '🧪',
      'ö'.repeat(300),
      '\\',
      '%',
      'a,b;c',
      ' x ',
      '__proto__',
      'constructor',
      '後',
      '{}',
    ]
    for (const [i, name] of names.entries()) {
      journal.write(journal.define(name), [i, START + i, i / 3])
      journal.write(journal.define(name, { kind: 'text', context: { [`of ${name}`]: name } }), [i, START + i, name])
    }
  },
  'of many series that grow slowly over many segments': async (journal) => {
    const random = randomFrom(11)
    const series = Array.from({ length: SERIES }, (_, i) => journal.define(`layer ${i}/norm`))
    for (let segment = 0; segment < 4; segment++) {
      journal.writeMixed(
        ...series.filter(() => random() < 0.6).map((one, i) => [one, segment, START + segment * 1000 + i, random()] as const),
      )
      const name = journal.segment('main', 'points')
      journal.cut()
      if (segment % 2 === 0) await compactSegments({ folder: journal.folder, names: [name], type: 'points' })
    }
  },
  'of segments that were compacted together, and merged, and others that were not': async (journal) => {
    const series = Array.from({ length: SERIES }, (_, i) => journal.define(`unit ${i}`))
    const names: string[] = []
    for (let segment = 0; segment < 7; segment++) {
      for (const [i, one] of series.entries())
        if ((i + segment) % 3 !== 0) journal.write(one, [segment * 2, START + segment, i], [segment * 2 + 1, START + segment, -i])
      names.push(journal.segment('main', 'points'))
      journal.cut()
    }
    const { folder } = journal
    await compactSegments({ folder, names: names.slice(0, 2), type: 'points' })
    await compactSegments({ folder, names: names.slice(2, 3), type: 'points' })
    await mergePages({ folder, names: ['main-000001..000002.points', 'main-000003.points'], type: 'points' })
  },
  'of random doubles': (journal) => {
    const loss = journal.define('loss')
    const values = randomDoubles(5, 5000)
    journal.write(loss, ...Array.from(values, (value, i) => [i * 3, START + i * 7, value] as const))
  },
  'of texts that are empty, long, and of many bytes': (journal) => {
    const note = journal.define('note', { kind: 'text' })
    for (const [i, text] of ['', '\0', 'x'.repeat(200_000), '後🧪ö', '\r\n\t', 'null', '{"a":1}'].entries()) {
      journal.write(note, [i, START + i, text])
    }
  },
}
