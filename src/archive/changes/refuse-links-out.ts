import { join } from 'node:path'
import { runlabError } from '../../errors.ts'
import { staysInside } from '../../internal/stays-inside.ts'

/**
 * Refuses to write or remove where a folder of a run is a link to elsewhere: an archive from others must not have runlab delete
 * what is not its own. Names are relative to the run. Throws ARCHIVE_FORMAT.
 */
export function refuseLinksOut(folder: string, names: readonly string[]): void {
  const outside = names.find((name) => !staysInside(folder, name))
  if (outside === undefined) return
  const reason = 'it is a symbolic link that leads out of the run, where runlab writes and removes nothing'
  throw runlabError('ARCHIVE_FORMAT', { file: join(folder, outside), reason })
}
