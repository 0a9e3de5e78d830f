// Types that must hold, and calls that must not compile. Checked by `npm run typecheck`; nothing here runs.
import {
  audio,
  defineExperiment,
  figure,
  histogram,
  image,
  json,
  loadRun,
  matrix,
  openTracker,
  table,
  text,
  video,
} from '../../src/index.ts'
import type { FollowFrom, Kind, MediaValue, RemoteTracker, SeriesSummary, Track, TrackerHandle } from '../../src/index.ts'

const pair: Kind<readonly [number, number]> = {
  name: 'pair',
  accepts: (value) => Array.isArray(value),
  write: () => ({ data: [1, 2] }),
  read: () => [1, 2],
}
// @ts-expect-error a kind that cannot read
const unreadable: Kind = { name: 'x', accepts: () => true, write: () => ({ data: 1 }) }
// @ts-expect-error what cannot be kept
const unkept: Kind = { name: 'x', accepts: () => true, write: () => ({ data: () => 1 }), read: () => 1 }
// @ts-expect-error a file that is made of nothing that there is
const unmade: Kind = { ...pair, write: () => ({ data: {}, file: { extension: 'x', content: { type: 'text', text: 'x' } } }) }
void [unreadable, unkept, unmade]

export const experiment = defineExperiment(import.meta, {
  kinds: [pair],
  async run(e) {
    e.track('loss', 1)
    e.track('loss', 1n, { step: 3 })
    e.track('loss', { anything: new Date() }, { step: 0.5, context: { split: 'val', fold: 3 } })
    e.track('loss', 1, { step: undefined, context: undefined })
    e.track({ loss: 1, accuracy: 'a text' })
    e.track({ loss: 1 }, { step: 3, context: { split: 'val' } })
    const { track }: { track: Track } = e
    track('loss', 1)
    // @ts-expect-error a value is missing
    e.track('loss')
    // @ts-expect-error a name is text
    e.track(3, 1)
    // @ts-expect-error a step is a number
    e.track('loss', 1, { step: '3' })
    // @ts-expect-error a step is no BigInt
    e.track('loss', 1, { step: 3n })
    // @ts-expect-error options are an object
    e.track('loss', 1, 3)
    // @ts-expect-error a misspelt option
    e.track('loss', 1, { stp: 3 })
    // @ts-expect-error a context is an object
    e.track('loss', 1, { context: 'val' })
    // @ts-expect-error options of several at once are the same
    e.track({ loss: 1 }, { epoch: 3 })
    // @ts-expect-error a call gives nothing that could be awaited
    e.track('loss', 1).catch(() => undefined)

    const handle: TrackerHandle = e.tracker
    // @ts-expect-error a handle is read-only
    e.tracker.pid = 3
    const remote: RemoteTracker = await openTracker(handle, { kinds: [pair], strict: true })
    remote.track({ loss: 1 }, { step: 2 })
    const isSettled: boolean = remote.settle() && (await remote.close())
    // @ts-expect-error a misspelt option
    void openTracker(handle, { kind: [pair] })
    // @ts-expect-error a run is no handle
    void openTracker(e)
    void openTracker(JSON.parse(JSON.stringify(handle))) // what comes out of JSON is as it may be

    const { steps, times, values, length, context, kind } = e.series('loss', { context: { split: 'val' } })
    const sums: number = (steps[0] ?? 0) + (times[0] ?? 0) + (values[0] ?? 0) + length
    const about: readonly [unknown, string, boolean] = [context, kind, isSettled]
    for (const { step, time, value } of e.series('loss', { context: null }))
      e.log(step + time, value satisfies unknown, sums, about)
    // @ts-expect-error of what kind a value is, is not known
    for (const { value } of e.series('loss')) value.toFixed()
    // @ts-expect-error points are read-only
    for (const point of e.series('loss')) point.step = 3
    // @ts-expect-error a misspelt option
    void e.series('loss', { contxt: null })

    let next: FollowFrom = 0
    const news = e.follow('loss', { from: next, context: { split: 'val' } })
    next = news.next
    void e.follow('loss', { from: { main: 3 } })
    // @ts-expect-error where to go on is a number, or what the answer before has said
    void e.follow('loss', { from: '3' })
    // @ts-expect-error no number of points
    void e.follow('loss', { from: { main: 'all' } })

    const tracked: readonly SeriesSummary[] = e.tracked
    const least: number | null | undefined = tracked[0]?.min
    e.set('least', least)
    // @ts-expect-error what was tracked is read-only
    e.tracked.push(tracked[0])
  },
})

export const strict = experiment.run({ strict: true })
// @ts-expect-error strict is yes or no
void experiment.run({ strict: 'yes' })
// @ts-expect-error kinds are a list
defineExperiment(import.meta, { kinds: pair, run() {} })
// @ts-expect-error no kind
defineExperiment(import.meta, { kinds: [{ name: 'x' }], run() {} })

const run = await loadRun('results/x', { kinds: [pair] })
for (const { value } of run.series('plot')) void (value as MediaValue).bytes()
// @ts-expect-error nothing can be added to what is loaded
run.track('loss', 1)
// @ts-expect-error nor does anybody track for it
void run.tracker
// @ts-expect-error a misspelt option
void loadRun('results/x', { kind: [pair] })

export const fits = [
  image('out.png'),
  image(new Uint8Array(3)),
  image({ data: Float32Array.of(0), width: 1, height: 1, channels: 1 }),
  figure({ mark: 'line' }),
  figure('<svg/>'),
  histogram([1, 2n]),
  histogram(new Set([1]), { bins: [0, 1, 2] }),
  text('x'),
  table([{ id: 1 }]),
  audio(Float32Array.of(0), { rate: 8000 }),
  audio('tone.wav'),
  video(new ArrayBuffer(3)),
  json(null),
  matrix([
    [1, 2],
    [3, 4],
  ]),
  matrix(Float32Array.of(1, 2), [1, 2]),
]
// @ts-expect-error pixels without their width and height
image({ data: Float32Array.of(0) })
// @ts-expect-error no image is a number
image(3)
// @ts-expect-error text has no distribution
histogram(['a'])
// @ts-expect-error bins are a count or edges
histogram([1], { bins: 'auto' })
// @ts-expect-error samples without a rate
audio(Float32Array.of(0), {})
// @ts-expect-error text is a string
text(3)
// @ts-expect-error rows are objects
table([1, 2])
// @ts-expect-error a shape is a list
matrix([1, 2, 3, 4], 2)
// @ts-expect-error a video is a file
video({ data: Float32Array.of(0), width: 1, height: 1 })
