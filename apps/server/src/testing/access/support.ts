import { type Access, SECRETS } from './access.ts'

export const supportAccess: Access = {
  matrix: `
operation                     on      | stranger | seller | buyer   | staff | staff seller | staff buyer
support.list                  ticket  | +        | +      | +       | +     | +            | +
support.get                   ticket  | missing  | +      | missing | +     | +            | +
support.create                nothing | +        | +      | +       | +     | +            | +
support.update                ticket  | missing  | +      | missing | +     | +            | +
support.all                   ticket  | staff    | staff  | staff   | +     | +            | +
support.messages.list         ticket  | missing  | +      | missing | +     | +            | +
support.messages.send         ticket  | missing  | +      | missing | +     | +            | +
support.messages.markRead     ticket  | missing  | +      | missing | +     | +            | +
support.watch                 nothing | +        | +      | +       | +     | +            | +
notifications.list            nothing | +        | +      | +       | +     | +            | +
notifications.countUnread     nothing | +        | +      | +       | +     | +            | +
notifications.read            nothing | +        | +      | +       | +     | +            | +
notifications.settings.get    nothing | +        | +      | +       | +     | +            | +
notifications.settings.update nothing | +        | +      | +       | +     | +            | +
notifications.watch           nothing | +        | +      | +       | +     | +            | +
`,
  inputs: {
    'support.get': ({ ticket }) => ({ id: ticket }),
    'support.create': () => ({ subject: 'Help', content: 'How?', category: 'Other' }),
    'support.update': ({ ticket }) => ({ id: ticket, status: 'closed' }),
    'support.messages.list': ({ ticket }) => ({ id: ticket }),
    'support.messages.markRead': ({ ticket }) => ({ id: ticket }),
    'support.messages.send': ({ ticket }) => ({ id: ticket, content: SECRETS.question }),
  },
  targets: {
    ticket: async ({ souk }, { seller }) => {
      const question = { subject: 'Help', content: SECRETS.question, category: 'Other' }
      const { body } = await souk.post('/api/support', question, seller.token)
      return { ticket: body.data.id }
    },
  },
}
