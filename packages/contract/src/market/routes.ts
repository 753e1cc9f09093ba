import { ads } from './ads.routes.ts'
import { disputes } from './disputes.routes.ts'
import { marketEvents } from './events.ts'
import { offers } from './offers.routes.ts'

/** Document 2. */
export const market = { ads, offers, disputes, events: marketEvents }
