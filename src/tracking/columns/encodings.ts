/** The encodings of columns that runlab writes, and Parquet's numbers of them. */
export const ENCODINGS = { PLAIN: 0, RLE: 3, DELTA_BINARY_PACKED: 5, RLE_DICTIONARY: 8, BYTE_STREAM_SPLIT: 9 } as const

export type Encoding = keyof typeof ENCODINGS
