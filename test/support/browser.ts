import { spawn, spawnSync } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

const PROGRAM = 'chromium'
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe', '--hide-scrollbars']

export const hasBrowser = spawnSync(PROGRAM, ['--version']).status === 0

interface Message {
  readonly id?: number
  readonly method?: string
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly message: string }
}

/** A browser with one page, driven over pipes by its DevTools protocol. */
export interface Browser {
  /** Loads a page in a window of so many pixels. */
  open(url: string, width: number): Promise<void>
  /** The value of an expression in the page. */
  read(expression: string): Promise<unknown>
  close(): void
}

export async function launchBrowser(): Promise<Browser> {
  const child = spawn(PROGRAM, FLAGS, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
  const input = child.stdio[3] as Writable
  const pending = new Map<number, (message: Message) => void>()
  let onLoad = (): void => undefined
  let last = 0
  let text = ''
  const output = child.stdio[4] as Readable
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (text + chunk).split('\0')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const message = JSON.parse(part) as Message
      if (message.id !== undefined) pending.get(message.id)?.(message)
      else if (message.method === 'Page.loadEventFired') onLoad()
    }
  })
  const send = async (method: string, params: object, sessionId?: unknown): Promise<Readonly<Record<string, unknown>>> => {
    const id = ++last
    const answer = new Promise<Message>((resolve) => pending.set(id, resolve))
    input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    const { result, error } = await answer
    if (result === undefined) throw new Error(`${method}: ${error?.message}`)
    return result
  }
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
  const inPage = async (method: string, params: object = {}) => await send(method, params, sessionId)
  await inPage('Page.enable')
  return {
    async open(url, width) {
      await inPage('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: width < 500 })
      const loaded = new Promise<void>((resolve) => (onLoad = resolve))
      await inPage('Page.navigate', { url })
      await loaded
    },
    async read(expression) {
      const { result } = await inPage('Runtime.evaluate', { expression, returnByValue: true })
      return (result as { readonly value?: unknown }).value
    },
    close: () => child.kill(),
  }
}
