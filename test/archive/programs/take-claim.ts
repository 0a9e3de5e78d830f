// Claims a folder as soon as it is told to, says whether it got it, and lives until it is ended.
import { claimFolder } from '../../../src/archive/claims/folder-claim.ts'

process.on('message', () => process.send?.(claimFolder(process.argv[2] ?? '') === null ? 'taken' : 'claimed'))
process.send?.('ready')
