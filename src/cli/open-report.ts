import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { findRun } from '../archive/listing/find-run.ts'
import { refusePacked } from '../archive/zip/refuse-packed.ts'
import { runlabError } from '../errors.ts'
import { FILES } from '../format/files.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { archiveOf } from './archive-option.ts'
import { print } from './print.ts'

export interface OpenOptions {
  readonly print?: true
  readonly results?: string
}

/** Opens the report of a run in the browser, and prints its path. Throws REPORT_MISSING. */
export async function openReport(wanted: string, options: OpenOptions): Promise<void> {
  const run = await findRun(wanted, archiveOf(options.results))
  refusePacked(run.folder, 'opened')
  const report = join(run.folder, FILES.report)
  if (statIfThere(report) === undefined) throw runlabError('REPORT_MISSING', { path: report, run: run.name })
  print(`${report}\n`)
  if (options.print !== true) await openWithDesktop(report)
}

/** Opens a file or an address with what the desktop has for it; nothing where there is no desktop. */
export async function openWithDesktop(what: string): Promise<void> {
  const opener = openerOf(process.platform)
  if (opener === null) return
  await new Promise<void>((settle) => {
    const child = spawn(opener, [what], { detached: true, stdio: 'ignore' })
    child.once('spawn', () => settle()).once('error', () => settle()) // the path was printed
    child.unref()
  })
}

/** What opens a file on a desktop; null where there is none. */
function openerOf(platform: string): string | null {
  if (platform === 'darwin') return 'open'
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  return platform === 'linux' && Boolean(DISPLAY ?? WAYLAND_DISPLAY) ? 'xdg-open' : null
}
