import type { Access } from './access.ts'

export const accountsAccess: Access = {
  matrix: `
operation                     on      | stranger | seller   | buyer    | staff    | staff seller | staff buyer
auth.logout                   account | +        | -        | -        | +        | -            | -
auth.changePassword           account | +        | -        | -        | +        | -            | -
auth.email.verify             nothing | conflict | conflict | conflict | conflict | conflict     | conflict
auth.email.resend             nothing | conflict | conflict | conflict | conflict | conflict     | conflict
auth.me                       nothing | +        | +        | +        | +        | +            | +
auth.update                   nothing | +        | +        | +        | +        | +            | +
auth.twoFactor.setup          nothing | +        | +        | +        | +        | +            | +
auth.twoFactor.verify         account | conflict | -        | -        | conflict | -            | -
auth.twoFactor.get            nothing | +        | +        | +        | +        | +            | +
auth.twoFactor.update         nothing | conflict | conflict | conflict | conflict | conflict     | conflict
auth.twoFactor.disable        nothing | conflict | conflict | conflict | conflict | conflict     | conflict
auth.twoFactor.renewCodes     nothing | conflict | conflict | conflict | conflict | conflict     | conflict
auth.anonymous.renew          nothing | wrong    | wrong    | wrong    | wrong    | wrong        | wrong
auth.twoFactor.devices.list   nothing | +        | +        | +        | +        | +            | +
auth.twoFactor.devices.forget device  | missing  | +        | missing  | missing  | +            | missing
users.profile                 nothing | +        | +        | +        | +        | +            | +
users.updateProfile           nothing | +        | +        | +        | +        | +            | +
me.events                     nothing | +        | +        | +        | +        | +            | +
`,
  inputs: {
    'auth.changePassword': (_, { password }) => ({
      currentPassword: password,
      newPassword: 'new-secret-1',
    }),
    'auth.update': () => ({ avatar: 'https://example.com/a.png' }),
    'users.updateProfile': () => ({ avatar: 'https://example.com/b.png' }),
    'auth.twoFactor.verify': () => ({ token: '123456' }),
    'auth.twoFactor.update': () => ({ confirmReleases: true }),
    'auth.twoFactor.disable': () => ({ code: '123456' }),
    'auth.anonymous.renew': () => ({ accessToken: 'cs_none_of_theirs' }),
    'auth.twoFactor.devices.forget': ({ money }) => ({ id: money }),
    'auth.email.verify': () => ({ code: '7KQ2M9XTRA' }),
  },
  targets: {
    device: async ({ souk }, { seller }) => {
      const id = crypto.randomUUID()
      await souk.sql(`insert into remembered_devices values
        ('${id}', ${seller.id}, sha256('${id}'), now(), now() + interval '1 day')`)
      return { money: id }
    },
  },
  isPublic: [
    'auth.signUp',
    'auth.register',
    'auth.login',
    'auth.refresh',
    'auth.anonymous.register',
    'auth.anonymous.login',
    'users.register',
    'users.login',
  ],
  unverified: ['auth.twoFactor.verify'],
}
