/** Without the last binary digits, which only calculating left there: 0.30000000000000004 is 0.3. */
export function roundOff(value: number): number {
  return Number(value.toPrecision(14))
}
