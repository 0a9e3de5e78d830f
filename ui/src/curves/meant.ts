import { signal } from '@preact/signals'

/** The line that is meant, in all charts. */
export const meant = signal<string | null>(null)
