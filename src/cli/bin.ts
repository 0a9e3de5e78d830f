#!/usr/bin/env node
import { main } from './main.ts'

async function start(): Promise<void> {
  const tokens = process.argv.slice(2)
  process.exitCode = await main(tokens)
  // Code that was loaded to be looked at may have left a timer or a server open.
  if (tokens[0] === 'check' || tokens[0] === 'schema') process.stdout.write('', () => process.exit())
}

void start()
