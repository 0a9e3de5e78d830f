// BYTE_STREAM_SPLIT as Parquet has it: first the first bytes of all doubles, then the second ones, and so on.

export function splitBytes(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const count = values.length
  const split = new Uint8Array(bytes.length)
  for (let part = 0; part < 8; part++) {
    for (let i = 0; i < count; i++) split[part * count + i] = bytes[i * 8 + part] as number
  }
  return split
}

/** Puts into `output`, which says how many there are, what `splitBytes` has taken apart. */
export function joinBytes(split: Uint8Array, output: Float64Array): void {
  const bytes = new Uint8Array(output.buffer, output.byteOffset, output.byteLength)
  const count = output.length
  for (let part = 0; part < 8; part++) {
    for (let i = 0; i < count; i++) bytes[i * 8 + part] = split[part * count + i] as number
  }
}
