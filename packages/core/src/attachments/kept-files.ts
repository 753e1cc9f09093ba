import { type Db, statement } from '@souk/database'

const PAGE = 500

const selectKept = statement<{ id: string }>(
  'attachments-kept',
  `select id from attachments where state in ('loose', 'attached', 'withheld') and id > $1 order by id limit ${PAGE}`,
)

/** The keys of all files that are in the store and not on their way into it or out. */
export async function* keptFiles(db: Pick<Db, 'query'>): AsyncGenerator<string> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const page = await db.query(selectKept, [after])
    yield* page.map(({ id }) => id)
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last.id
  }
}
