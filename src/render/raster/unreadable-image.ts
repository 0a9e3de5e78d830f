import { systemErrorReason } from '../../internal/system-error-reason.ts'

/** An image that cannot be read or decoded. Its message ends a sentence: "the image of step 7 was left out: …". */
export class UnreadableImage extends Error {
  override readonly name = 'UnreadableImage'
}

/** What a decoder gives, or why it cannot, as UnreadableImage. */
export async function readable<T>(decode: () => Promise<T> | T): Promise<T> {
  try {
    return await decode()
  } catch (error) {
    if (error instanceof UnreadableImage) throw error
    const said = error instanceof Error ? error.message : String(error)
    throw new UnreadableImage(systemErrorReason(error) ?? said, { cause: error })
  }
}
