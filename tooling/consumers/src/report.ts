const start = performance.now()

/** Does one thing and says in a line how it went; what it throws goes on its way. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work()
    say(`ok    ${name}`)
    return result
  } catch (error) {
    say(`FAIL  ${name}`)
    throw error
  }
}

function say(line: string): void {
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5)
  process.stdout.write(`${seconds} s  ${line}\n`)
}

/** Ends the process with what went wrong, if anything did. */
export async function report(main: () => Promise<void>): Promise<void> {
  await main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  })
}
