/** Makes the error that says what is wrong with the parameter that is being read. */
export type SpaceFault = (what: string, hint?: string) => Error
