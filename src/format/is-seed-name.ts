/** Whether a parameter is what tells repeated runs of one setting apart: `seed`, in capitals in archives of PyComex. */
export function isSeedName(name: string): boolean {
  return name === 'seed' || name === 'SEED'
}
