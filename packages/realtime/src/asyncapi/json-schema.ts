import { z } from 'zod'

export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * A schema in the JSON Schema that AsyncAPI has (draft 7): what a client may send, or what it hears. What it
 * hears has no other fields.
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io,
    override: ({ jsonSchema }) => {
      // Whoever knows the format needs no pattern of a hundred signs.
      if (jsonSchema.format) delete jsonSchema.pattern
    },
  })
  return made
}
