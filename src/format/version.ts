/** The archive format that this version of runlab writes. */
export const FORMAT_VERSION = 1
