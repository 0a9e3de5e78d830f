/** What a click or a key does to the selection. */
export type SelectHow = 'only' | 'toggle' | 'extend' | 'all' | 'none'
