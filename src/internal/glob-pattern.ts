/**
 * A pattern of names with `/`: `*` and `?` stand for what is no `/`, `**` for any folders. One without `/` means files in any
 * folder: `*.png`.
 */
export function globPattern(pattern: string): RegExp {
  const whole = pattern.includes('/') ? pattern : `**/${pattern}`
  const source = whole.replaceAll(/\*\*\/|\*\*|\*|\?|[^*?]+/g, (part) => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    return part === '?' ? '[^/]' : part.replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
  })
  return new RegExp(`^${source}$`, 'su')
}
