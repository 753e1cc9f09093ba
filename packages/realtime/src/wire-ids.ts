import { z } from 'zod'

/** An id as a document writes it, such as `order_12`. */
export const idNamed = (prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_\\d+$`))
    .meta({ examples: [`${prefix}_12`] })
