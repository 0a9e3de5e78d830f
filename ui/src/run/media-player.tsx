import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { MediaAnswer, MediaPoint } from '../../../src/server/protocol-run.ts'
import { askMedia } from '../server/ask-run.ts'
import { Refused } from '../server/refused.ts'
import { numberText } from '../text/number-text.ts'
import { fileAddress } from './file-address.ts'

interface MediaProps {
  readonly run: string
  readonly files: string
  /** The key of the series. */
  readonly name: string
  /** Points that there are. */
  readonly count: number
}

/** Milliseconds a picture is shown while they play. */
const FRAME = 120

/** A series of pictures, sounds or texts: one at a time, chosen by its step. It stays at the newest until one chooses another. */
export function MediaPlayer({ run, files, name, count }: MediaProps): JSX.Element {
  const [answer, setAnswer] = useState<MediaAnswer | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [chosen, setChosen] = useState<number | null>(null)
  const [isPlaying, setPlaying] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    void askMedia(run, name, stop.signal).then(setAnswer, (error: unknown) => {
      if (stop.signal.aborted) return
      if (!(error instanceof Refused)) throw error
      setTrouble(error.refusal.message)
    })
    return () => stop.abort()
  }, [run, name, count])
  const points = answer?.points ?? []
  const last = points.length - 1
  const index = Math.min(chosen ?? last, last)
  const point = points[index]
  useEffect(() => {
    if (!isPlaying || last < 1) return undefined
    const timer = setTimeout(() => setChosen(index >= last ? 0 : index + 1), FRAME)
    return () => clearTimeout(timer)
  }, [isPlaying, index, last])
  return (
    <figure class="player">
      <figcaption>{name}</figcaption>
      {trouble !== null && <p class="trouble">{trouble}</p>}
      {point === undefined ? trouble === null && <p class="quiet">reading…</p> : <Shown {...{ point, files, name }} />}
      {last > 0 && (
        <div class="steps">
          <button type="button" class="chip" aria-pressed={isPlaying} onClick={() => setPlaying(!isPlaying)}>
            {isPlaying ? 'pause' : 'play'}
          </button>
          <input
            type="range"
            min={0}
            max={last}
            value={index}
            aria-label={`Step of ${name}`}
            aria-valuetext={`step ${point?.step ?? 0}`}
            onInput={({ currentTarget: { valueAsNumber } }) => {
              setPlaying(false)
              setChosen(valueAsNumber === last ? null : valueAsNumber)
            }}
          />
        </div>
      )}
      {point !== undefined && (
        <p class="quiet">
          step {numberText(point.step)}, {index + 1} of {points.length}
          {answer !== null && answer.count > points.length && ` (the last of ${answer.count.toLocaleString('en')})`}
        </p>
      )}
    </figure>
  )
}

const PLAYED = /\.(?:mp4|webm|mov)$/i
const HEARD = /\.(?:wav|mp3|ogg|flac)$/i
const SEEN = /\.(?:png|jpe?g|gif|webp|avif|svg)$/i

function Shown({
  point: { file, text },
  files,
  name,
}: {
  readonly point: MediaPoint
  readonly files: string
  readonly name: string
}): JSX.Element {
  if (file === null)
    return (
      <pre tabIndex={0} aria-label={name}>
        {text ?? 'It cannot be shown here.'}
      </pre>
    )
  const source = fileAddress(files, file)
  if (SEEN.test(file)) return <img src={source} alt={name} />
  if (PLAYED.test(file)) return <video src={source} aria-label={name} controls playsInline />
  if (HEARD.test(file)) return <audio src={source} aria-label={name} controls />
  return (
    <a href={source} target="_blank" rel="noopener">
      {file}
    </a>
  )
}
