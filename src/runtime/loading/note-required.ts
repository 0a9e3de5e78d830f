import Module from 'node:module'
import { fileStamp } from '../../internal/file-stamp.ts'
import { reportLoaded } from './loaded-reports.ts'
import { loaderState } from './loader-state.ts'

type Load = (this: unknown, filename: string) => void

/** Notes the state of each local file that `require` loads, for the rest of the process's life; Node 20 asks no module hook. In a thread or fork of a run, `reports` is told as well. */
export function noteRequired(reports: string | undefined): void {
  const modules = Module.prototype as unknown as { load: Load }
  const original = modules.load
  modules.load = function (filename: string): void {
    if (!filename.includes('/node_modules/')) {
      const loaded = { path: filename, stamp: fileStamp(filename) }
      loaderState()?.loaded.add(loaded)
      if (reports !== undefined) reportLoaded(reports, loaded)
    }
    Reflect.apply(original, this, [filename])
  }
}
