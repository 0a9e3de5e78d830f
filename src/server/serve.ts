import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { runlabError } from '../errors.ts'
import { systemErrorCode } from '../internal/system-error-code.ts'
import { ArchiveState } from './archive-state.ts'
import { createApp } from './create-app.ts'
import { readPageFiles } from './page-files.ts'

export interface ServeOptions {
  /** Absolute. */
  readonly archive: string
  /** The built page. */
  readonly page: string
  /** 0 for one that is free. */
  readonly port: number
}

export interface ServedArchive {
  /** With the token. */
  readonly address: string
  close(): Promise<void>
}

const LOOPBACK = '127.0.0.1'

/** Serves an archive's page to this machine. Throws PAGE_MISSING, PORT_TAKEN. */
export async function serve({ archive: folder, page: pageFolder, port: wanted }: ServeOptions): Promise<ServedArchive> {
  const page = readPageFiles(pageFolder)
  const token = randomBytes(24).toString('base64url')
  const hosts = new Set<string>()
  const archive = new ArchiveState(folder)
  const app = createApp({ archive, page, hosts, token, cookie: `runlab-${token.slice(0, 6)}` })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made without options for HTTP/2
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  try {
    await listen(server, wanted)
  } catch (error) {
    archive.close()
    throw systemErrorCode(error) === 'EADDRINUSE' ? runlabError('PORT_TAKEN', { port: wanted }, error) : error
  }
  const { port } = server.address() as AddressInfo
  for (const name of [LOOPBACK, 'localhost']) hosts.add(`${name}:${port}`)
  return {
    address: `http://${LOOPBACK}:${port}/?token=${token}`,
    async close() {
      archive.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, LOOPBACK, done)
  })
}
