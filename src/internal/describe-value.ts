/** What a value is, with its article, for messages: `a string`, `null`, `an instance of Foo`. Never its content. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object') return PRIMITIVES[typeof value]
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return 'an object'
  const name = constructorName(prototype)
  if (name === 'Promise') return 'a promise'
  return name === '' ? 'an object with a prototype of its own' : `an instance of ${name}`
}

const PRIMITIVES = {
  string: 'a string',
  number: 'a number',
  bigint: 'a BigInt',
  boolean: 'a boolean',
  symbol: 'a symbol',
  undefined: 'undefined',
  function: 'a function',
  object: 'an object',
} as const

function constructorName(prototype: unknown): string {
  if (typeof prototype !== 'object' || prototype === null || !('constructor' in prototype)) return ''
  return typeof prototype.constructor === 'function' ? prototype.constructor.name : ''
}
