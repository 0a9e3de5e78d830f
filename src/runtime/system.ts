import { randomBytes, randomInt } from 'node:crypto'

/** Everything outside that a run touches besides its own folder. One object, so that tests can put their own in. */
export interface System {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** A whole number in [0, below). */
  readonly randomInt: (below: number) => number
  /** Four random characters of [a-z0-9] for a run's name. */
  readonly tail: () => string
  readonly cwd: () => string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly argv: readonly string[]
  readonly exit: (code: number) => never
  readonly stdout: OutputStream
  readonly stderr: OutputStream
}

/** The part of a standard stream that runlab writes to. */
export interface OutputStream {
  readonly isTTY?: boolean | undefined
  /** 0 on a terminal whose size nobody has set. */
  readonly columns?: number | undefined
  write(chunk: string | Uint8Array): boolean
}

const TAIL_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** The real process. `columns` are those of a terminal that its pipes lead to. */
export function realSystem(columns: number | null = null): System {
  return {
    exit: (code) => process.exit(code),
    now: Date.now,
    randomInt: (below) => randomInt(below),
    tail: () => Array.from(randomBytes(4), (byte) => TAIL_CHARACTERS[byte % TAIL_CHARACTERS.length]).join(''),
    cwd: lastFolder(),
    env: process.env,
    argv: process.argv,
    stdout: columns === null ? process.stdout : asTerminal(process.stdout, columns),
    stderr: columns === null ? process.stderr : asTerminal(process.stderr, columns),
  }
}

/** Where the process is, or was last, where that folder has been removed. */
function lastFolder(): () => string {
  let last = '/'
  const look = (): string => {
    try {
      last = process.cwd()
    } catch {
      // It was removed, or may not be looked at.
    }
    return last
  }
  look()
  return look
}

function asTerminal(stream: OutputStream, columns: number): OutputStream {
  return { isTTY: true, columns, write: (chunk) => stream.write(chunk) }
}
