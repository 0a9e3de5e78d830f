import { useEffect, useState } from 'preact/hooks'
import { askFields } from '../server/ask.ts'
import { changes } from '../server/events.ts'

/** Expressions of what runs have, as it is now. */
export function useFields(): readonly string[] {
  const [fields, setFields] = useState<readonly string[]>([])
  const version = changes.value
  useEffect(() => {
    const stop = new AbortController()
    void askFields(stop.signal).then(setFields, () => undefined)
    return () => stop.abort()
  }, [version])
  return fields
}
