import { signal } from '@preact/signals'

/** Grows whenever something has changed in the archive. */
export const changes = signal(0)
export const running = signal(0)
export const connection = signal<'connecting' | 'open' | 'lost'>('connecting')

/** Follows what the server says of the archive. The browser connects again by itself. */
export function followArchive(): void {
  const source = new EventSource('api/events')
  source.addEventListener('open', () => {
    // What was said meanwhile is not repeated.
    if (connection.value === 'lost') changes.value++
    connection.value = 'open'
  })
  source.addEventListener('error', () => (connection.value = 'lost'))
  source.addEventListener('changed', (event: MessageEvent<string>) => {
    running.value = runningOf(JSON.parse(event.data))
    changes.value++
  })
}

function runningOf(said: unknown): number {
  if (typeof said !== 'object' || said === null || !('running' in said)) return 0
  return typeof said.running === 'number' ? said.running : 0
}
