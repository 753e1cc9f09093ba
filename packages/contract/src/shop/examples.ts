import type { z } from 'zod'
import { type ContractWords, exampleOf, partsIn } from '../words.ts'
import { orderDomains, orderExamples, orderNames } from './order-examples.ts'
import { shop } from './routes.ts'
import { SellerUser, ShopUser } from './seller.ts'
import { Store } from './store.ts'

const { products, sellers, reviews } = shop

const domains = {
  'shop.products': {
    name: 'Shop: products',
    description:
      'What sellers offer for bitcoin: with every filter, every sort, and a search that works while somebody types, in any script.',
  },
  'shop.sellers': {
    name: 'Shop: sellers',
    description: 'Anybody can open a store. What comes of it is there for all to see.',
  },
  'shop.reviews': {
    name: 'Shop: reviews',
    description: 'What buyers say of a product once an order of it is completed.',
  },
  ...orderDomains,
}

const names = {
  ...orderNames,
  'shop.products.get': 'ProductPage',
  'shop.products.create': 'OwnProduct',
  'shop.products.list': 'ListedProduct',
  'shop.sellers.get': 'SellerPage',
  'shop.sellers.create': 'NewSeller',
  'shop.sellers.update': 'OwnSeller',
  'shop.sellers.list': 'Seller',
  'shop.sellers.verify': 'VerifiedSeller',
  'shop.reviews.create': 'Review',
}

const parts = partsIn('data', { ShopUser, SellerUser, Store })

type Seller = z.output<typeof sellers.create.output>
type Product = z.output<typeof products.create.output>
type Review = z.output<typeof reviews.create.output>

const seller: Seller = {
  id: 12,
  userId: 41,
  storeName: 'Noor’s Prints',
  description: 'Maps and city plans, drawn by hand.',
  category: 'Art & Design',
  rating: '4.7',
  reviewCount: 31,
  totalSales: 118,
  totalRevenue: '2950.00',
  responseTime: '3 hours',
  isOnline: true,
  joinedAt: '2026-01-11T08:12:40.000Z',
  updatedAt: '2026-02-20T17:03:05.000Z',
  user: { username: 'noor', avatar: null, isVerified: true },
  count: { products: 8 },
}

const { id, storeName, description, rating, reviewCount, totalSales } = seller
const { totalRevenue, responseTime, isOnline, user } = seller

const newProduct = {
  name: 'Map of the harbour',
  description: 'All piers and warehouses, as a file to print.',
  priceBtc: '0.00045',
  priceEur: '24.50',
  category: 'Art & Design',
  images: ['https://example.com/harbour.jpg'],
  tags: ['map', 'harbour'],
  inStock: true,
  stockQuantity: 50,
  deliveryTime: 'Instant',
  digitalProduct: true,
  downloadUrl: 'https://example.com/harbour.pdf',
  specifications: [{ key: 'Size', value: 'A2' }],
}

const product: Product = {
  id: 77,
  ...newProduct,
  sellerId: 12,
  rating: '0.0',
  reviewCount: 0,
  viewCount: 0,
  salesCount: 0,
  isActive: true,
  seller: {
    id,
    storeName,
    description,
    rating,
    reviewCount,
    totalSales,
    totalRevenue,
    responseTime,
    isOnline,
    user,
  },
  createdAt: '2026-03-14T09:26:53.000Z',
  updatedAt: '2026-03-14T09:26:53.000Z',
}

const review: Review = {
  id: 5,
  productId: 77,
  rating: 5,
  content: 'Sharp in print, and quick.',
  helpful: 3,
  user: { username: 'idris', avatar: null },
  createdAt: '2026-03-20T18:40:02.000Z',
}

const known: Product = {
  ...product,
  downloadUrl: null,
  rating: '5.0',
  reviewCount: 1,
  viewCount: 240,
  salesCount: 6,
}
const page = { page: 1, perPage: 12, total: 1 }
const { priceBtc, name } = product

export const words: ContractWords = {
  domains,
  names,
  parts,
  examples: new Map([
    exampleOf(
      products.list,
      { category: 'art', search: 'harb', maxPrice: '0.001', sortBy: 'price', sortOrder: 'asc' },
      { items: [known], ...page },
    ),
    exampleOf(products.get, { id: 77 }, { ...known, reviews: [review] }),
    exampleOf(products.create, { ...newProduct, priceBtc: 0.00045, priceEur: 24.5 }, product),
    exampleOf(
      products.update,
      { id: 77, priceBtc: 0.0005, inStock: false },
      { ...product, priceBtc: '0.0005', inStock: false, updatedAt: '2026-03-15T10:00:00.000Z' },
    ),
    exampleOf(products.delete, { id: 77 }, { id: 77 }),
    exampleOf(
      sellers.list,
      { category: 'art', sortBy: 'sales', verifiedOnly: true },
      { items: [seller], ...page },
    ),
    exampleOf(
      sellers.get,
      { id: 12 },
      {
        ...seller,
        products: [{ id: 77, name, priceBtc, rating: '5.0', reviewCount: 1, salesCount: 6 }],
        reviews: [review],
      },
    ),
    exampleOf(
      sellers.create,
      { storeName, description, category: 'Art & Design', responseTime },
      {
        ...seller,
        rating: '0.0',
        reviewCount: 0,
        totalSales: 0,
        totalRevenue: '0.00',
        isOnline: false,
        user: { ...user, isVerified: false },
        count: { products: 0 },
      },
    ),
    exampleOf(
      sellers.update,
      { id: 12, responseTime: '1 hour' },
      { ...seller, responseTime: '1 hour' },
    ),
    exampleOf(sellers.verify, { id: 12 }, seller),
    exampleOf(sellers.unverify, { id: 12 }, { ...seller, user: { ...user, isVerified: false } }),
    exampleOf(reviews.list, { productId: 77 }, { items: [review], ...page }),
    exampleOf(
      reviews.create,
      { productId: 77, rating: 5, content: 'Sharp in print, and quick.' },
      { ...review, helpful: 0 },
    ),
    exampleOf(reviews.markHelpful, { id: 5 }, { ...review, helpful: 4 }),
    ...orderExamples,
  ]),
}
