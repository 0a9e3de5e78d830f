// Stands for the program that draws: each visual of a task is a word for what becomes of this process.
const tell = (message) => process.send?.(message)
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

process.on('disconnect', () => process.exit())
process.on('message', async ({ run, rules, lost }) => {
  const drawn = []
  for (const word of rules.words) {
    if (word === 'die at once') process.exit(7)
    tell({ type: 'progress', share: 0, title: word, visual: word })
    if (lost.has(word)) drawn.push(`${word}: ${lost.get(word)}`)
    else if (word === 'die') process.exit(7)
    else if (word.startsWith('crash')) process.abort()
    else if (word === 'end') process.kill(process.pid, 'SIGTERM')
    else if (word === 'for ever') await sleep(2 ** 30)
    else if (word.startsWith('for ')) await sleep(Number(word.slice(4)))
    else if (word === 'full') {
      process.stderr.write('FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n')
      process.exit(134)
    } else if (word === 'refuse')
      return tell({ type: 'failed', reason: 'no', error: { code: 'ARCHIVE_FORMAT', message: 'no', details: {} } })
    else drawn.push(`${word} by ${process.pid}`)
  }
  tell({ type: 'done', drawn: { visuals: [], failed: drawn, idle: [run] } })
})
