import { z } from 'zod'

/** A moment as a document writes it, always in UTC; told by the document's pattern, for not all write ISO 8601. */
const moment = (pattern: RegExp, example: string) =>
  z
    .string()
    .regex(pattern)
    .describe('In UTC.')
    .meta({ examples: [example] })

/** `2026-03-14 09:26:53`, as `spacedTime` writes it. */
export const spacedMoment = () => moment(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, '2026-03-14 09:26:53')

/** `2026-03-14T09:26:53Z`, as `secondTime` writes it. */
export const secondMoment = () =>
  moment(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, '2026-03-14T09:26:53Z')

/** `2026-03-14T09:26:53.123000+00:00`, as document 4 writes moments on its socket. */
export const offsetMoment = () =>
  moment(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/, '2026-03-14T09:26:53.123000+00:00')

/** `2026-03-14T09:26:53.123Z`, as `millisecondTime` writes it. */
export const millisecondMoment = () =>
  moment(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, '2026-03-14T09:26:53.123Z')
