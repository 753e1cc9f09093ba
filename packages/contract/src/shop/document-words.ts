import { type ContractWords, partsIn } from '../document-words.ts'
import { SellerUser, ShopUser } from './seller.ts'
import { Store } from './store.ts'

export const words: ContractWords = {
  domains: {
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
    'shop.orders': {
      name: 'Shop: orders',
      description:
        'What somebody buys, of one seller or several. An order that nobody pays in time gives its pieces back.',
    },
    'shop.escrow': {
      name: 'Shop: escrow',
      description:
        'Holds what the buyer has paid, until the code that they give away on delivery releases it, or staff decide.',
    },
    'shop.wallet': {
      name: 'Shop: wallet',
      description: 'The main BTC wallet, from which orders are paid, and its addresses.',
    },
  },
  names: {
    'shop.products.get': 'ProductPage',
    'shop.products.create': 'OwnProduct',
    'shop.products.list': 'ListedProduct',
    'shop.sellers.get': 'SellerPage',
    'shop.sellers.create': 'NewSeller',
    'shop.sellers.update': 'OwnSeller',
    'shop.sellers.list': 'Seller',
    'shop.sellers.verify': 'VerifiedSeller',
    'shop.reviews.create': 'Review',
    'shop.orders.list': 'ListedOrder',
    'shop.orders.get': 'OrderPage',
    'shop.orders.create': 'NewOrder',
    'shop.orders.update': 'ChangedOrder',
    'shop.escrow.get': 'Escrow',
    'shop.escrow.create': 'NewEscrow',
    'shop.escrow.release': 'ReleasedEscrow',
    'shop.escrow.dispute': 'DisputedEscrow',
    'shop.wallet.get': 'ShopWallet',
    'shop.wallet.open': 'OpenedWallet',
    'shop.wallet.setPayoutAddress': 'PayoutAddress',
  },
  parts: partsIn('data', { ShopUser, SellerUser, Store }),
}
