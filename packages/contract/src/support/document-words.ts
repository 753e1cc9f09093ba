import type { ContractWords } from '../document-words.ts'

export const words: ContractWords = {
  domains: {
    support: {
      name: 'Support',
      description: 'Questions to staff, each a ticket with its messages.',
    },
    'support.messages': {
      name: 'Support: messages',
      description: 'What is written about a ticket, until it is resolved or closed.',
    },
  },
  names: {
    'support.list': 'ListedTicket',
    'support.get': 'TicketPage',
    'support.create': 'NewTicket',
    'support.update': 'Ticket',
    'support.all': 'StaffTicket',
    'support.messages.list': 'TicketMessage',
    'support.messages.markRead': 'TicketReadMark',
  },
}
