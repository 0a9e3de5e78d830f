/** Whether an example fits penguins: these have a test file of their own. */
export function isAboutPenguins(example: string): boolean {
  return ['02_penguins.ts', '05_inheritance.ts', '08_config.yml'].includes(example)
}
