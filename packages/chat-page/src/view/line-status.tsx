import type { Line } from '../chat.ts'

const LINES: Readonly<Record<Line, string>> = {
  connecting: 'Connecting …',
  connected: 'Connected',
  away: 'Connection lost, trying again …',
  ended: 'Signed out: leave, and sign up anew',
}

/** Whether what others write is heard now. */
export function LineStatus({ line }: { line: Line }) {
  return (
    <p class={`line ${line}`} role="status">
      {LINES[line]}
    </p>
  )
}
