import { basename } from 'node:path'
import { statIfThere } from '../../internal/stat-if-there.ts'

/** Whether a file is called like a ZIP. */
export function isZipName(name: string): boolean {
  return /.\.zip$/i.test(name)
}

export function withoutZip(name: string): string {
  return isZipName(name) ? name.slice(0, -'.zip'.length) : name
}

/** The name of the run in a folder, or in a ZIP. */
export function runNameOf(folder: string): string {
  const name = basename(folder)
  return isZipName(name) && statIfThere(folder)?.isDirectory() !== true ? withoutZip(name) : name
}

/** Whether what a run lies in is a ZIP. */
export function isPacked(folder: string): boolean {
  return isZipName(folder) && statIfThere(folder)?.isFile() === true
}

/** Where tags and notes of a run in a ZIP go, which stays as it is: nobody waits for gigabytes to be written anew, and copies stay the same. */
export function annotationsBeside(zip: string): string {
  return `${zip}.annotations.jsonl`
}
