import type { contract } from '@souk/contract'
import type { attachments } from '../attachments/domain.ts'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { addBlock, listBlocks, removeBlock } from './blocks.ts'
import { deleteDirectMessage } from './delete-message.ts'
import { listDirectMessages } from './list-messages.ts'
import { listThreads } from './list-threads.ts'
import { markDirectRead } from './mark-read.ts'
import { reportMessage } from './report-message.ts'
import { getReportedFile } from './reported-file.ts'
import { sendDirectMessage } from './send-message.ts'
import { getReport, listReports, resolveReport } from './staff-reports.ts'
import { sendTyping, watchTyping } from './typing.ts'
import { watchChat } from './watch-chat.ts'

/** Messages between two users (document 4). */
export const chat = {
  sql: new URL('./sql/', import.meta.url),
  verbs: {
    chat: {
      threads: listThreads,
      messages: listDirectMessages,
      send: sendDirectMessage,
      markRead: markDirectRead,
      typing: sendTyping,
      deleteMessage: deleteDirectMessage,
      report: reportMessage,
      blocks: { list: listBlocks, add: addBlock, remove: removeBlock },
      watch: watchChat,
      watchTyping,
    } satisfies Verbs<Omit<typeof contract.chat, keyof typeof attachments.verbs.chat>>,
    staff: {
      reports: {
        list: listReports,
        get: getReport,
        file: getReportedFile,
        resolve: resolveReport,
      } satisfies Verbs<typeof contract.staff.reports>,
    },
  },
} satisfies Domain
