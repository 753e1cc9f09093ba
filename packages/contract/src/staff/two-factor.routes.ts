import { z } from 'zod'
import { mutation } from '../define.ts'
import { awaitsConfirmation } from './confirmation.ts'
import { userRef } from './user.ts'

const Reset = z.object({ awaitsConfirmation: awaitsConfirmation() })

export const twoFactor = {
  reset: mutation({
    access: 'staff',
    summary: 'Turn two-factor authentication off for somebody who has lost it',
    description:
      'Takes two members of staff: it is done when a second one makes the same call within a day. Their sessions end.',
    input: z.object({ userId: userRef() }),
    output: Reset,
    errors: ['NOT_FOUND', 'CONFLICT'],
    rest: [
      {
        method: 'POST',
        path: '/exec/user/two-factor/reset/{user_id}/',
        dialect: 'entity',
        message: ({ awaitsConfirmation }: z.output<typeof Reset>) =>
          awaitsConfirmation
            ? 'The reset awaits confirmation by another member of staff'
            : 'Two-factor authentication reset successfully',
      },
    ],
  }),
}
