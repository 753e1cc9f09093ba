import { sendFile } from '../files.ts'
import type { TestUser } from '../http-client.ts'
import { type Access, type People, SECRETS, type Sides, type World } from './access.ts'

const SECRET_FILE = `%PDF-1.7\n${SECRETS.file}\n%%EOF`

/** Whom somebody writes with. */
const otherOf = ({ id }: TestUser, { seller, buyer }: People) =>
  id === seller.id ? buyer.id : seller.id

/** What the buyer has written to the seller. */
async function message({ souk }: World, { seller, buyer }: Sides) {
  const path = `/chat/messages/${seller.id}/`
  const { body } = await souk.post(path, { message: SECRETS.direct }, buyer.token)
  return { message: body.entity.id }
}

/** What the buyer is about to send. */
async function unsent({ souk }: World, { buyer }: Sides) {
  const sent = await sendFile(souk.url, { content: SECRET_FILE }, { token: buyer.token })
  return { file: sent.body.entity.id as string }
}

/** What the buyer has sent the seller. */
async function file(world: World, sides: Sides) {
  const { file: id } = await unsent(world, sides)
  const { souk } = world
  const { seller, buyer } = sides
  const path = `/chat/messages/${seller.id}/`
  const sent = { message: SECRETS.direct, attachment_id: id }
  const { body } = await souk.post(path, sent, buyer.token)
  return { file: id, message: body.entity.id as number }
}

/** What the seller has reported of it. */
async function report(world: World, sides: Sides) {
  const { message } = await file(world, sides)
  const path = `/chat/message/${message}/report/`
  const { body } = await world.souk.post(path, { reason: 'rude' }, sides.seller.token)
  return { report: body.entity.id }
}

let passersBy = 0

export const chatAccess: Access = {
  matrix: `
operation             on        | stranger | seller    | buyer | staff   | staff seller | staff buyer
chat.threads          message   | +        | +         | +     | +       | +            | +
chat.messages         message   | +        | +         | +     | +       | +            | +
chat.send             nothing   | +        | +         | +     | +       | +            | +
chat.markRead         message   | +        | +         | +     | +       | +            | +
chat.typing           message   | +        | +         | +     | +       | +            | +
chat.deleteMessage    message   | missing  | forbidden | +     | missing | forbidden    | +
chat.report           message   | missing  | +         | input | missing | +            | input
chat.blocks.list      nothing   | +        | +         | +     | +       | +            | +
chat.blocks.add       passer-by | +        | +         | +     | +       | +            | +
chat.blocks.remove    passer-by | +        | +         | +     | +       | +            | +
chat.upload           nothing   | +        | +         | +     | +       | +            | +
chat.download         file      | missing  | +         | +     | missing | +            | +
chat.discard          unsent    | missing  | missing   | +     | missing | missing      | +
chat.watch            nothing   | +        | +         | +     | +       | +            | +
chat.watchTyping      nothing   | +        | +         | +     | +       | +            | +
staff.reports.list    report    | staff    | staff     | staff | +       | +            | +
staff.reports.get     report    | staff    | staff     | staff | +       | +            | +
staff.reports.file    report    | staff    | staff     | staff | +       | +            | +
staff.reports.resolve report    | staff    | staff     | staff | +       | forbidden    | forbidden
`,
  inputs: {
    'chat.messages': (_, caller, people) => ({ uid: otherOf(caller, people) }),
    'chat.send': (_, caller, people) => ({ uid: otherOf(caller, people), message: 'hello' }),
    'chat.markRead': (_, caller, people) => ({ uid: otherOf(caller, people) }),
    'chat.typing': (_, caller, people) => ({ uid: otherOf(caller, people) }),
    'chat.deleteMessage': ({ message }) => ({ id: message }),
    'chat.report': ({ message }) => ({ id: message, reason: 'rude' }),
    'chat.blocks.add': ({ user }) => ({ uid: user }),
    'chat.blocks.remove': ({ user }) => ({ uid: user }),
    'chat.upload': () => ({ file: new Blob(['%PDF-1.7\n%%EOF']) }),
    'chat.download': ({ file }) => ({ id: file }),
    'chat.discard': ({ file }) => ({ id: file }),
    'staff.reports.get': ({ report }) => ({ id: report }),
    'staff.reports.file': ({ report }) => ({ id: report }),
    'staff.reports.resolve': ({ report }) => ({ id: report, outcome: 'dismissed' }),
  },
  targets: {
    message,
    report,
    file,
    unsent,
    'passer-by': async ({ souk }) => {
      passersBy += 1
      return { user: String((await souk.signUp(`passer_by${passersBy}`)).id) }
    },
  },
}
