export const isLoaded: boolean = true
