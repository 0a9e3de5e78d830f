import { fileURLToPath } from 'node:url'
import { runlabError } from '../errors.ts'
import { serve } from '../server/serve.ts'
import { archiveOf } from './archive-option.ts'
import { openWithDesktop } from './open-report.ts'
import { print } from './print.ts'

export interface UiOptions {
  readonly port?: string
  readonly open?: true
  readonly results?: string
}

const PAGE = new URL(import.meta.url.endsWith('.ts') ? '../../dist/ui' : './ui', import.meta.url)

/** Serves the page until a signal. Throws FLAG_INVALID, PAGE_MISSING, PORT_TAKEN. */
export async function servePage({ port, open, results }: UiOptions): Promise<void> {
  const archive = archiveOf(results)
  const served = await serve({ archive, page: fileURLToPath(PAGE), port: port === undefined ? 0 : readPort(port) })
  print(`${archive}\n${served.address}\nCtrl-C ends it.\n`)
  if (open === true) await openWithDesktop(served.address)
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
  })
  await served.close()
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw runlabError('FLAG_INVALID', { flag: '--port', value: JSON.stringify(text), expected: 'a number from 0 to 65535' })
}
