import Module from 'node:module'
import { fileStamp } from '../../internal/file-stamp.ts'
import { loaderState } from './loader-state.ts'

type Load = (this: unknown, filename: string) => void

/** Notes the state of each local file that `require` loads, for the rest of the process's life; Node 20 asks no module hook. */
export function noteRequired(): void {
  const modules = Module.prototype as unknown as { load: Load }
  const original = modules.load
  modules.load = function (filename: string): void {
    if (!filename.includes('/node_modules/')) loaderState()?.loaded.add({ path: filename, stamp: fileStamp(filename) })
    Reflect.apply(original, this, [filename])
  }
}
