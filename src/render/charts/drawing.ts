/** A chart as SVG with what it shows in a sentence, or in a sentence why there is none. */
export type Drawing = { readonly svg: string; readonly alt: string } | { readonly note: string }
