import { closeSync, openSync } from 'node:fs'
import { isatty } from 'node:tty'
import { once } from '../../internal/once.ts'
import { systemErrorCode } from '../../internal/system-error-code.ts'

export type StreamName = 'out' | 'err'

/** Why a stream takes nothing more: a reader that has enough, a terminal that is gone, a full device. */
const broken = new Map<StreamName, string>()
const listeners = { out: (error: unknown) => noteBroken('out', error), err: (error: unknown) => noteBroken('err', error) }
let users = 0

/** Why a standard stream takes nothing more; undefined while it does. */
export function reasonOfBroken(name: StreamName): string | undefined {
  return broken.get(name)
}

/** Writes to a standard stream, where that takes anything, else calls `otherwise`. What goes wrong with it ends no run. */
export function writeIfOpen(name: StreamName, write: () => boolean, otherwise: () => void): boolean {
  try {
    if (!broken.has(name)) return write()
  } catch (error) {
    noteBroken(name, error)
  }
  otherwise()
  return true
}

/** Keeps the process from ending by a standard stream that is closed, until what it gives is called. */
export function withstandBrokenStreams(): () => void {
  users += 1
  if (users === 1) for (const name of ['out', 'err'] as const) streamOf(name).on('error', listeners[name])
  return () => {
    users -= 1
    if (users === 0) for (const name of ['out', 'err'] as const) streamOf(name).off('error', listeners[name])
  }
}

/**
 * Lets go of terminals that are gone by the time the process exits: Node sets the terminal back then, and aborts where it
 * cannot. What is at its place by then is none, and left alone.
 */
export const surviveLostTerminal = once((): void => {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor))
  process.once('exit', () => {
    for (const descriptor of terminals.filter((one) => !isatty(one))) {
      try {
        closeSync(descriptor)
        openSync('/dev/null', 'r+') // takes the lowest number that is free
      } catch {
        // Closed already: then Node has nothing to set back.
      }
    }
  })
})

const REASONS: Readonly<Record<string, string>> = {
  EPIPE: 'nobody reads it any more (EPIPE)',
  EIO: 'its terminal is gone (EIO)',
  ENOSPC: 'there is no room left (ENOSPC)',
}

function noteBroken(name: StreamName, error: unknown): void {
  if (!broken.has(name)) broken.set(name, REASONS[systemErrorCode(error) ?? ''] ?? String(error))
}

function streamOf(name: StreamName): NodeJS.WriteStream {
  return name === 'out' ? process.stdout : process.stderr
}
