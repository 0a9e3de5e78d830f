// Loaded into every process of an attacked command: says how much memory it has used at most.
import { appendFileSync } from 'node:fs'

process.on('exit', () => appendFileSync(process.env.ATTACK_MEMORY, `${process.resourceUsage().maxRSS}\n`))
