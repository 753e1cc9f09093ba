import type { contract } from '@souk/contract'
import type { Domain } from '../domain.ts'
import type { Verbs } from '../verbs.ts'
import { loginUser } from './login-user.ts'
import { getProfile } from './own-user.ts'
import { registerUser } from './register-user.ts'
import { updateProfile } from './update-profile.ts'

/** The doors by which the apps of document 5 come in: to the accounts and stores that there are. */
export const users = {
  verbs: {
    users: {
      register: registerUser,
      login: loginUser,
      profile: getProfile,
      updateProfile,
    } satisfies Verbs<typeof contract.users>,
  },
} satisfies Domain
