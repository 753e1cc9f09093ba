import { defineEntity, p, Type } from '@mikro-orm/core'

/** Words as `words.ts` has them: MikroORM's own type would have PostgreSQL take them apart once more. */
export class Words extends Type<string, string> {
  override getColumnType() {
    return 'tsvector'
  }

  override convertToDatabaseValueSQL(value: string) {
    return `${value}::tsvector`
  }
}

/** Nobody reads it but PostgreSQL. */
const search = () => p.type(Words).lazy()

const SellerSchema = defineEntity({
  name: 'ShopSeller',
  tableName: 'sellers',
  properties: {
    id: p.integer().primary(),
    userId: p.integer(),
    storeName: p.string(),
    description: p.string(),
    category: p.string(),
    categoryLeads: p.array(),
    looks: p.array().nullable(),
    responseTime: p.string().nullable(),
    search: search(),
    joinedAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class ShopSeller extends SellerSchema.class {}
SellerSchema.setClass(ShopSeller)

const ProductSchema = defineEntity({
  name: 'ShopProduct',
  tableName: 'products',
  properties: {
    id: p.integer().primary(),
    sellerId: p.integer(),
    ownerId: p.integer(),
    name: p.string(),
    description: p.string(),
    priceBtc: p.decimal('string').precision(20).scale(8),
    priceEur: p.decimal('string').precision(20).scale(2).nullable(),
    category: p.string(),
    categoryKey: p.string(),
    images: p.array(),
    tags: p.array(),
    inStock: p.boolean(),
    stockQuantity: p.integer(),
    deliveryTime: p.string().nullable(),
    digitalProduct: p.boolean(),
    downloadUrl: p.string().nullable(),
    specifications: p.json<{ key: string; value: string }[]>(),
    isActive: p.boolean().default(true),
    search: search(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class ShopProduct extends ProductSchema.class {}
ProductSchema.setClass(ShopProduct)

const PayoutAddressSchema = defineEntity({
  name: 'ShopPayoutAddress',
  tableName: 'payout_addresses',
  properties: {
    userId: p.integer().primary(),
    address: p.string(),
    updatedAt: p.datetime(),
  },
})
export class ShopPayoutAddress extends PayoutAddressSchema.class {}
PayoutAddressSchema.setClass(ShopPayoutAddress)

export const shopEntities = [SellerSchema, ProductSchema, PayoutAddressSchema]
