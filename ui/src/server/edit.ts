import type { AnnotateOrder, Edited, LinesQuestion } from '../../../src/server/protocol.ts'
import { order } from './ask.ts'

/** Adds a tag or a note, or takes it away. Rejects with Refused. */
export async function annotate(wanted: AnnotateOrder): Promise<Edited> {
  return await order<Edited>('api/edit/annotate', wanted)
}

/** Moves runs to the trash. Rejects with Refused. */
export async function moveToTrash(chosen: LinesQuestion): Promise<Edited> {
  return await order<Edited>('api/edit/delete', chosen)
}

/** Brings back what was deleted together. Rejects with Refused. */
export async function restore(deletion: string): Promise<Edited> {
  return await order<Edited>('api/edit/restore', { deletion })
}
