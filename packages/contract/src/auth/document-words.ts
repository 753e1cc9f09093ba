import type { ContractWords } from '../document-words.ts'

export const words: ContractWords = {
  domains: {
    auth: {
      name: 'Accounts',
      description: 'Registering, logging in and out, and the account one is signed in to.',
    },
    'auth.email': {
      name: 'E-mail addresses',
      description: 'Showing that an e-mail address is one’s own, by a code that is mailed to it.',
    },
    'auth.anonymous': {
      name: 'Accounts by token',
      description:
        'Accounts that have a token and nothing else: no name to choose, no address, no password.',
    },
    'auth.twoFactor': {
      name: 'Two-factor authentication',
      description:
        'Codes of an authenticator app beside the credential, for any account. With it on, logging in and withdrawing take a code, and releases too for whoever wants that.',
    },
    'auth.twoFactor.devices': {
      name: 'Remembered devices',
      description: 'Where a log-in asks for no code.',
    },
  },
  names: {
    'auth.me': 'Account',
    'auth.refresh': 'Login',
    'auth.me.data': 'TokenAccount',
    'auth.anonymous.register': 'NewTokenAccount',
    'auth.twoFactor.get': 'TwoFactorSettings',
    'auth.twoFactor.devices.list': 'RememberedDevice',
  },
}
