import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What is measured live, asked for at each scrape. */
export interface Gauges {
  readonly sockets: () => number
  readonly pool: () => { total: number; idle: number; waiting: number }
}

/** Counts one run. */
export type CountRun = (outcome: 'done' | 'failed') => void

/** The process's measurements, for Prometheus. */
export interface Metrics {
  /** Counts one answered request. */
  request(route: string, method: string, status: number, seconds: number): void
  /** Counts events handed to sockets and subscriptions. */
  delivered(events: number): void
  /** Begins to count the runs of something Souk does by itself: whoever sees the first failure has to have seen none. */
  job(name: string): CountRun
  scrape(): Promise<{ type: string; text: string }>
}

export function createMetrics(gauges: Gauges): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  // Event-loop lag, memory, garbage collection and the like.
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'souk_http_requests_total',
    help: 'Answered HTTP requests.',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'souk_http_request_duration_seconds',
    help: 'Time from the first byte of a request to its answer.',
    labelNames: ['route', 'method'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  const delivered = new Counter({
    name: 'souk_events_delivered_total',
    help: 'Events handed to sockets and subscriptions.',
    registers,
  })
  const jobs = new Counter({
    name: 'souk_jobs_total',
    help: 'Runs of what Souk does by itself.',
    labelNames: ['job', 'outcome'],
    registers,
  })
  gaugeOf(registers, 'souk_sockets', 'Open sockets.', gauges.sockets)
  for (const state of ['total', 'idle', 'waiting'] as const) {
    const help = `Database connections: ${state}.`
    gaugeOf(registers, `souk_database_pool_${state}`, help, () => gauges.pool()[state])
  }
  return {
    request(route, method, status, seconds) {
      requests.inc({ route, method, status })
      durations.observe({ route, method }, seconds)
    },
    delivered: (events) => delivered.inc(events),
    job(job) {
      for (const outcome of ['done', 'failed']) jobs.inc({ job, outcome }, 0)
      return (outcome) => jobs.inc({ job, outcome })
    },
    scrape: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  }
}

function gaugeOf(registers: Registry[], name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read())
    },
  })
}
