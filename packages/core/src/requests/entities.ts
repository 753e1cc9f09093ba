import { defineEntity, p } from '@mikro-orm/core'
import { Words } from '../shop/entities.ts'

const RequestSchema = defineEntity({
  name: 'BuyerRequestRow',
  tableName: 'requests',
  properties: {
    id: p.integer().primary(),
    userId: p.integer(),
    title: p.string(),
    description: p.string(),
    budget: p.decimal('string').precision(28).scale(2).nullable(),
    metadata: p.json<Record<string, unknown>>().nullable(),
    status: p.string().default('OPEN'),
    search: p.type(Words).lazy(),
    expiresAt: p.datetime(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class BuyerRequestRow extends RequestSchema.class {}
RequestSchema.setClass(BuyerRequestRow)

export const requestEntities = [RequestSchema]
