/** A title with the step that is shown; `name` says what steps are. */
export function withStep(title: string, step: number, name: string | undefined): string {
  const text = stepText(step, name)
  return title === '' ? text : `${title}, ${text}`
}

/** A step in words. */
export function stepText(step: number, name = 'step'): string {
  return `${name} ${step.toLocaleString('en', { maximumFractionDigits: 6 })}`
}
