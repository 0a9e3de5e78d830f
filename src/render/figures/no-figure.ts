/** Thrown for what cannot be drawn as a figure; the message says why, as the end of a sentence. */
export class NoFigure extends Error {
  override readonly name = 'NoFigure'
}
