import type { Seat } from '../../sockets/seats.ts'

/** Subscribes by tRPC, and waits until the stream has begun. */
export async function watch(seat: Seat, path: string, summary: string, input?: object) {
  await seat.says(path, input && { input }, summary)
  await seat.hears('started')
  await seat.hears(path)
}
