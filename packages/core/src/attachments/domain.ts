import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { discard } from './discard.ts'
import { download } from './download.ts'
import { sweep } from './sweep.ts'
import { upload } from './upload.ts'

/** Files that are sent with messages. Whoever stores messages calls `claim_attachment` and `attach_file` in SQL. */
export const attachments = {
  sql: new URL('./sql/', import.meta.url),
  verbs: {
    chat: { upload, download, discard } satisfies Verbs<
      Pick<typeof contract.chat, 'upload' | 'download' | 'discard'>
    >,
  },
  cleanUp: sweep,
} satisfies Domain
