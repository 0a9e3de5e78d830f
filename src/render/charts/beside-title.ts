/** What a label says that the title does not: `ms` of `latency (ms)` below the title `latency`, or `request/latency split=val`. */
export function besideTitle(label: string, title: string): string {
  const [, name = label, more = ''] = /^(.*?)(?: \(([^()]*)\))?$/s.exec(label) ?? []
  return isSaid(name, title) ? more : label
}

/** As a whole, or between what runlab puts around a name: other parts of a path, a context, a step. */
function isSaid(name: string, title: string): boolean {
  if (name === '') return false
  for (let at = title.indexOf(name); at !== -1; at = title.indexOf(name, at + 1)) {
    const after = title[at + name.length]
    if ((at === 0 || title[at - 1] === '/') && (after === undefined || ' ,:'.includes(after))) return true
  }
  return false
}
