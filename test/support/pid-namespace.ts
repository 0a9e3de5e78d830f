import { spawnSync } from 'node:child_process'
import { LINUX } from './needs.ts'

/** Whether this user may make a pid namespace. */
export const hasPidNamespaces = LINUX && spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0
export const NEEDS_PID_NAMESPACES = 'needs the right to make a pid namespace'
