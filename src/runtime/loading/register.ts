/** `node --import runlab/register FILE`: loads TypeScript, and makes the file's experiment reproducible. */
import { installLoader } from './install-loader.ts'

await installLoader()
