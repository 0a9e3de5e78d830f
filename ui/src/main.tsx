import { render } from 'preact'
import { App } from './app.tsx'
import { followArchive } from './server/events.ts'

const root = document.getElementById('page')
if (root !== null) {
  followArchive()
  render(<App />, root)
}
