/** Says something to the user, with what helps, and to the record. */
export type Warn = (text: string, hint?: string) => void
