import { contract } from '@souk/contract'
import { accounts } from '@souk/core'
import { implement } from './implement.ts'

export const authRouter = implement('auth', contract.auth, {
  signUp: accounts.register,
  register: accounts.register,
  login: accounts.login,
  refresh: accounts.refresh,
  logout: accounts.logout,
  changePassword: accounts.changePassword,
  me: accounts.me,
})
