import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { bytesText } from '../../../src/render/bytes-text.ts'
import { plainLines } from '../../../src/report/plain-text.ts'
import type { LogPiece } from '../../../src/server/protocol-run.ts'
import { askLog } from '../server/ask-run.ts'
import { Refused } from '../server/refused.ts'
import { joinLog } from './join-log.ts'
import { Section } from './section.tsx'

interface LogProps {
  readonly run: string
  readonly isLive: boolean
  /** Grows with each look at the run. */
  readonly looks: number
}

/** The end of the log, which follows what is added; more of it when asked for. */
export function LogPart({ run, isLive, looks }: LogProps): JSX.Element | null {
  const [log, setLog] = useState<LogPiece | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const box = useRef<HTMLPreElement>(null)
  const isAtEnd = useRef(true)
  const held = useRef<LogPiece | null>(null)
  const ask = async (place: { readonly from?: number; readonly before?: number }, stop: AbortSignal): Promise<void> => {
    try {
      const joined = joinLog(held.current, await askLog(run, place, stop))
      if (stop.aborted) return
      held.current = joined
      setLog(joined)
      setTrouble(null)
    } catch (error) {
      if (stop.aborted) return
      if (!(error instanceof Refused)) throw error
      setTrouble(error.refusal.message)
    }
  }
  useEffect(() => {
    held.current = null
    setLog(null)
  }, [run])
  useEffect(() => {
    const stop = new AbortController()
    void ask(held.current === null ? {} : { from: held.current.to }, stop.signal)
    return () => stop.abort()
  }, [run, looks])
  const lines = useMemo(() => plainLines(log?.text ?? ''), [log?.text])
  useLayoutEffect(() => {
    if (isAtEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight
  }, [lines])
  if (trouble === null && (log === null || log.size === 0) && !isLive) return null
  return (
    <Section id="log" title="Log">
      {trouble !== null && <p class="trouble">{trouble}</p>}
      {log !== null && log.from > 0 && (
        <p class="quiet">
          The last {bytesText(log.to - log.from)} of {bytesText(log.size)}.{' '}
          <button type="button" class="plain" onClick={() => void ask({ before: log.from }, new AbortController().signal)}>
            Show more
          </button>
        </p>
      )}
      {lines.length === 0 ? (
        <p class="quiet">Nothing was said yet.</p>
      ) : (
        <pre
          class="log"
          ref={box}
          tabIndex={0}
          aria-label="Log"
          onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
            (isAtEnd.current = scrollTop + clientHeight >= scrollHeight - 4)
          }
        >
          {lines.join('\n')}
        </pre>
      )}
    </Section>
  )
}
