import { join } from 'node:path'
import { hashFile } from '../internal/hash-file.ts'
import { statIfThere } from '../internal/stat-if-there.ts'
import { staysInside } from '../internal/stays-inside.ts'

/** The files of a run, in a folder or in a ZIP. Paths inside the run, POSIX separators; nothing outside of it is read. */
export interface RunFiles {
  /** Whether anything is there, be it through a link. */
  has(path: string): boolean
  /** What lies at a path. `outside`: a symbolic link leads there. `damaged`: it cannot be read, which was reported. */
  look(path: string): { readonly size: number } | 'nothing' | 'no file' | 'outside' | 'damaged'
  /** The SHA-256 of a file that is there, lower-case hex. Throws the system's error. */
  hash(path: string): Promise<string>
}

export function filesOfFolder(folder: string): RunFiles {
  return {
    has: (path) => statIfThere(join(folder, path)) !== undefined,
    look: (path) => {
      if (!staysInside(folder, path)) return 'outside'
      const stats = statIfThere(join(folder, path))
      if (stats === undefined) return 'nothing'
      return stats.isFile() ? { size: stats.size } : 'no file'
    },
    hash: async (path) => await hashFile(join(folder, path)),
  }
}
