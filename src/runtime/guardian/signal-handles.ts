import { createRequire } from 'node:module'
import { constants } from 'node:os'

/** Hears one signal in the thread that made it, whatever the main thread does. While any is there, the signal does nothing else. */
interface SignalHandle {
  onsignal: () => void
  start(signal: number): number
  unref(): void
  close(): void
}

/** Node's internals, as far as they are used here. */
type Binding = { readonly internalBinding: (name: 'signal_wrap') => { readonly Signal: new () => SignalHandle } }

/**
 * Hears signals in this thread. Gives what ends that; undefined where Node does not let it. Needs `--expose-internals`: there
 * is no public way, and `process.binding` has this one no more since Node 24.
 */
export function openSignals(
  signals: readonly NodeJS.Signals[],
  hear: (signal: NodeJS.Signals) => void,
): (() => void) | undefined {
  const handles: SignalHandle[] = []
  const close = (): void => {
    for (const handle of handles) handle.close()
  }
  try {
    const { Signal } = loadBinding().internalBinding('signal_wrap')
    for (const signal of signals) {
      const handle = new Signal()
      handles.push(handle)
      handle.unref()
      handle.onsignal = () => hear(signal)
      if (handle.start(constants.signals[signal]) !== 0) throw new Error(`${signal} cannot be heard.`)
    }
    return close
  } catch {
    close() // said by LISTENING: the main thread then does what it can
    return undefined
  }
}

function loadBinding(): Binding {
  return createRequire(import.meta.url)('internal/test/binding') as Binding
}
