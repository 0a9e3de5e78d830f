import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { runlabError } from '../errors.ts'
import { systemErrorCode } from '../internal/system-error-code.ts'
import { ArchiveState } from './archive-state.ts'
import { packageFile } from '../runtime/loading/package-files.ts'
import { createApp } from './create-app.ts'
import { threadReader } from './curves/curve-reader.ts'
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
/** Bytes: the page asks for the curves of 200 runs by their paths, and says what it has of each. */
const LONGEST_ADDRESS = 2 ** 18

/** Serves an archive's page to this machine. Throws PAGE_MISSING, PORT_TAKEN. */
export async function serve({ archive: folder, page: pageFolder, port: wanted }: ServeOptions): Promise<ServedArchive> {
  const page = readPageFiles(pageFolder)
  const token = randomBytes(24).toString('base64url')
  const hosts = new Set<string>()
  const archive = new ArchiveState(folder)
  const app = createApp({
    archive,
    page,
    curves: threadReader(packageFile('curves-thread')),
    hosts,
    token,
    cookie: `runlab-${token.slice(0, 6)}`,
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made without options for HTTP/2
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: { maxHeaderSize: LONGEST_ADDRESS } }) as Server
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
