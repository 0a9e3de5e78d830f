/** A moment in local time, e.g. `2026-11-23 15:24:12.345`. */
export function formatLocalTime(date: Date): string {
  const day = [pad(date.getFullYear(), 4), pad(date.getMonth() + 1, 2), pad(date.getDate(), 2)].join('-')
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part, 2)).join(':')
  return `${day} ${time}.${pad(date.getMilliseconds(), 3)}`
}

function pad(part: number, digits: number): string {
  return String(part).padStart(digits, '0')
}
