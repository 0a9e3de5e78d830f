import type { AnnotateOrder, Edited, LinesQuestion } from '../../../src/server/protocol.ts'
import { say } from '../parts/toast.tsx'
import type { ToastAction } from '../parts/toast.tsx'
import { annotate, moveToTrash, restore } from '../server/edit.ts'
import { Refused } from '../server/refused.ts'

/** Adds a tag or a note, or takes it away, and says so where it was not done. True where it was. */
export async function annotateRuns(chosen: LinesQuestion, kind: AnnotateOrder['kind'], text: string): Promise<boolean> {
  return await attempt(async () => {
    const edited = await annotate({ ...chosen, kind, text })
    const what = { tag: 'tagged', untag: 'untagged', note: 'noted', unnote: 'without the note' }[kind]
    sayEdited(edited, what)
  })
}

/** Moves runs to the trash, with a way back. True where any was moved. */
export async function deleteRuns(chosen: LinesQuestion): Promise<boolean> {
  let isMoved = false
  await attempt(async () => {
    const edited = await moveToTrash(chosen)
    isMoved = edited.changed > 0
    const { deletion } = edited
    sayEdited(edited, 'moved to the trash', deletion === null ? null : { label: 'Undo', act: () => void undo(deletion) })
  })
  return isMoved
}

async function undo(deletion: string): Promise<void> {
  await attempt(async () => sayEdited(await restore(deletion), 'restored'))
}

function sayEdited({ changed, refused }: Edited, what: string, action: ToastAction | null = null): void {
  const done = `${changed.toLocaleString('en')} ${changed === 1 ? 'run' : 'runs'} ${what}`
  say([...(changed > 0 || refused.length === 0 ? [`${done}.`] : []), ...refused.slice(0, 3)].join(' '), {
    isTrouble: refused.length > 0,
    action,
  })
}

async function attempt(edit: () => Promise<void>): Promise<boolean> {
  try {
    await edit()
    return true
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    say([error.refusal.message, error.refusal.hint ?? ''].join(' ').trim(), { isTrouble: true })
    return false
  }
}
