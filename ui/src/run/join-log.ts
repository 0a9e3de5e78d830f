import type { LogPiece } from '../../../src/server/protocol-run.ts'

/** What is known of a log together with a piece that follows it or was before it; the piece alone where the log was begun anew. */
export function joinLog(held: LogPiece | null, piece: LogPiece): LogPiece {
  if (held === null) return piece
  if (piece.from === held.to) return { from: held.from, to: piece.to, size: piece.size, text: held.text + piece.text }
  if (piece.to === held.from) return { from: piece.from, to: held.to, size: piece.size, text: piece.text + held.text }
  return piece
}
