import { join } from 'node:path'
import { localLauncher } from '../../src/launch/local/local-launcher.ts'
import { localMachine } from '../../src/launch/local/local-machine.ts'
import { BIN } from '../e2e/project.ts'
import { testLauncher } from './launcher-contract.ts'

const machine = { ...localMachine(), program: join(BIN, '../child.cjs') }
testLauncher('of this machine', { create: (options) => localLauncher({ ...options, machine }) })
