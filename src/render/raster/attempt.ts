import { UnreadableImage } from './unreadable-image.ts'

/** An image that was left out. */
export interface SkippedImage {
  readonly step: number
  /** Why, as the end of a sentence. */
  readonly reason: string
}

/** What a step on one image gives, or why the image cannot be read. Rejects with every other error. */
export async function attempt<T>(step: () => Promise<T>): Promise<{ readonly value: T } | { readonly reason: string }> {
  try {
    return { value: await step() }
  } catch (error) {
    if (error instanceof UnreadableImage) return { reason: error.message }
    throw error
  }
}
