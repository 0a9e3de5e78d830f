import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PAGE = fileURLToPath(new URL('../../../dist/ui', import.meta.url))
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
/** As strict as the server's. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'"

export type Answers = Readonly<Record<string, (query: URLSearchParams) => { readonly status?: number; readonly body: unknown }>>

export interface FixtureServer {
  readonly url: string
  /** Tells the page that something has changed. */
  say(event: string, data: unknown): void
  close(): Promise<void>
}

/** Serves the built page, and made-up answers to what it asks. */
export async function serveFixture(answers: Answers, page = PAGE): Promise<FixtureServer> {
  const listeners = new Set<ServerResponse>()
  const server = createServer((request, response) => answer(request, response, { answers, page, listeners }))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    say: (event, data) => listeners.forEach((one) => one.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)),
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

interface Around {
  readonly answers: Answers
  readonly page: string
  readonly listeners: Set<ServerResponse>
}

function answer(request: IncomingMessage, response: ServerResponse, { answers, page, listeners }: Around): void {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (url.pathname === '/api/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n')
    listeners.add(response)
    request.on('close', () => listeners.delete(response))
    return
  }
  const made = answers[url.pathname.slice(1)]?.(url.searchParams)
  if (made !== undefined) {
    response.writeHead(made.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(made.body))
    return
  }
  const file = join(page, url.pathname === '/' ? 'index.html' : url.pathname)
  if (!existsSync(file)) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain', 'content-security-policy': POLICY })
  createReadStream(file).pipe(response)
}
