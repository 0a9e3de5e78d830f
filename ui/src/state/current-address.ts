import { signal } from '@preact/signals'
import { formatAddress, parseAddress } from './address.ts'
import type { Address } from './address.ts'

/** What the page shows. The browser's address follows it, and it follows the browser's. */
export const address = signal<Address>(parseAddress(location.hash))

addEventListener('popstate', () => (address.value = parseAddress(location.hash)))

/** Changes what is shown. */
export function change(patch: Partial<Address>): void {
  const after = { ...address.value, ...patch }
  history.replaceState(null, '', formatAddress(after))
  address.value = after
}

/** Goes on to something else: the browser's back button returns. */
export function goTo(patch: Partial<Address>): void {
  const after = { ...address.value, ...patch }
  history.pushState(null, '', formatAddress(after))
  address.value = after
}

/** Where a link to something else leads. */
export function linkTo(patch: Partial<Address>): string {
  return formatAddress({ ...address.value, ...patch })
}
