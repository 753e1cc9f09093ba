import type { WebSocket } from 'ws'

/** Two who write to each other in turn. */
export interface Talk {
  readonly sockets: readonly [WebSocket, WebSocket]
  /** Writes what one of the two says. */
  say(from: 0 | 1, text: string): void
}

/** So many pairs, one after another. @returns their turns, and what ends them */
export async function openTalks(many: number, open: (n: number) => Promise<Talk>) {
  const talks: (Talk & { said: number })[] = []
  for (let n = 0; n < many; n += 1) talks.push({ ...(await open(n)), said: 0 })
  return {
    /** Whoever's turn it is says something; settles when the other has heard it. */
    turn(n: number): Promise<void> {
      const talk = talks[n]
      if (!talk) throw new Error(`there is no talk ${n}`)
      talk.said += 1
      const [from, to] = talk.said % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)
      const text = `Is it still there? Asked for the ${talk.said}th time.`
      const hearing = hearOf(talk.sockets[to], text)
      talk.say(from, text)
      return hearing
    },
    end(): void {
      for (const { sockets } of talks) for (const socket of sockets) socket.terminate()
    },
  }
}

function hearOf(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => {
    const listener = (data: Buffer) => {
      if (!data.includes(text)) return
      socket.off('message', listener)
      resolve()
    }
    socket.on('message', listener)
  })
}
