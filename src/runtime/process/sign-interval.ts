/** Milliseconds between two signs of life, which tell a reader on another machine how long a run has been silent. */
export const SIGN_INTERVAL = 30_000
