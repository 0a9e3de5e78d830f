import { signal } from '@preact/signals'
import type { JSX } from 'preact'

type Theme = 'system' | 'light' | 'dark'

const KEY = 'runlab-theme'
const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' }

const asked = signal<Theme>(readTheme())
const system = matchMedia('(prefers-color-scheme: dark)')
/** Whether the page is dark now; charts are drawn anew when it changes. */
export const isDark = signal(false)

function readTheme(): Theme {
  const text = localStorage.getItem(KEY)
  return text === 'light' || text === 'dark' ? text : 'system'
}

function apply(): void {
  const theme = asked.value
  isDark.value = theme === 'dark' || (theme === 'system' && system.matches)
  document.documentElement.dataset['theme'] = isDark.value ? 'dark' : 'light'
}

apply()
system.addEventListener('change', apply)

/** Light, dark, or as the system is. */
export function ThemeSwitch(): JSX.Element {
  const turn = (): void => {
    asked.value = NEXT[asked.value]
    localStorage.setItem(KEY, asked.value)
    apply()
  }
  return (
    <button type="button" class="plain theme" onClick={turn} title="Colours of the page">
      <span class="unseen">Colours: </span>
      {asked.value === 'system' ? 'auto' : asked.value}
    </button>
  )
}
