import { totp } from '@souk/core/testing/totp.ts'
import type { Actor } from '../recorder.ts'
import type { World } from '../world.ts'
import { type People, type Person, sessionOf } from './people.ts'

/** What people do with their accounts. @returns the token of one whose second factor is to come */
export async function tellOfAccounts(world: World, people: People): Promise<string> {
  await ofThemselves(people)
  await ofAddresses(world, people)
  await ofSessions(world, people)
  const token = await ofAccountsByToken(world)
  await ofSecondFactors(world, people)
  return token
}

async function ofThemselves({ ada, chidi }: People): Promise<void> {
  const avatar = 'https://pictures.example.com/ada.png'
  await ada.does('auth.me', 'Ada looks at the account')
  await ada.does('auth.update', 'Ada has a picture', { body: { avatar } })
  await ada.isRefused('auth.update', 'ALREADY_REGISTERED', 'The name is Bisi’s', {
    body: { username: 'bisi' },
  })
  await ada.does('auth.me.data', 'Ada looks at the account')
  await chidi.does('users.profile', 'Chidi looks at the profile')
  const body = { profile_picture: 'https://pictures.example.com/chidi.png' }
  await chidi.does('users.updateProfile', 'Chidi has a picture', { body })
  await chidi.isRefused('users.updateProfile', 'ALREADY_REGISTERED', 'The name is Ada’s', {
    body: { username: 'ada' },
  })
}

async function ofAddresses({ mail, madeUp, later, settled }: World, { bisi }: People) {
  await later(2 * 60_000)
  await bisi.does('auth.email.resend', 'Bisi wants another code')
  await settled()
  const mails = mail.mails.filter(({ to }) => to === 'bisi@example.com')
  const code = /^([2-9A-Z]{10})\r?$/m.exec(mails.at(-1)?.raw ?? '')?.[1] ?? ''
  madeUp.shows(`"${code}"`, '"7KQ2M9XTRA"')
  await bisi.does('auth.email.verify', 'Bisi gives the code back', { body: { code } })
  const done = 'The address is verified already'
  await bisi.isRefused('auth.email.verify', 'CONFLICT', done, { body: { code } })
  await bisi.isRefused('auth.email.resend', 'CONFLICT', done)
}

async function ofSessions(world: World, { bisi, femi }: People): Promise<void> {
  const { anybody, as } = world
  const { username, password } = bisi
  const { refresh } = await anybody.quietly('auth.login.entity', { body: { username, password } })
  await anybody.does('auth.refresh', 'Bisi goes on', { body: { refresh } })
  await anybody.isRefused('auth.refresh', 'INVALID_TOKEN', 'Nobody has this refresh token', {
    body: { refresh: 'a-refresh-token-of-nobody' },
  })
  for (const id of ['auth.logout', 'auth.logout.data', 'auth.logout.rooms']) {
    await as(await sessionOf(world, femi)).does(id, 'Femi logs out')
  }
  const body = { current_password: femi.password, new_password: 'eleven paper boats' }
  await femi.does('auth.changePassword', 'Femi has a new password', { body })
  await femi.isRefused('auth.changePassword', 'INVALID_CREDENTIALS', 'The old one is wrong', {
    body,
  })
  const back = { current_password: 'eleven paper boats', new_password: femi.password }
  await femi.quietly('auth.changePassword', { body: back })
}

/** Somebody who is nothing but a token, which gets a second factor. */
async function ofAccountsByToken(world: World): Promise<string> {
  const { anybody, as } = world
  const { accessToken } = await anybody.does('auth.anonymous.register', 'Somebody comes')
  await anybody.does('auth.anonymous.login', 'They log in', {
    body: { accessToken, rememberDevice: false },
  })
  await anybody.isRefused('auth.anonymous.login', 'INVALID_TOKEN', 'Nobody has this token', {
    body: { accessToken: 'cs_of-nobody' },
  })
  const renewed = await as(accessToken).does('auth.anonymous.renew', 'They want another token', {
    body: { accessToken },
  })
  const other = as(renewed.accessToken)
  await other.isRefused('auth.anonymous.renew', 'INVALID_CREDENTIALS', 'This is the old token', {
    body: { accessToken },
  })
  await enable(world, other)
  return renewed.accessToken
}

/** Sets up an app. @returns what shows its codes, and the backup codes */
async function enable({ madeUp, time }: World, by: Actor) {
  const { secret } = await by.quietly('auth.twoFactor.setup')
  madeUp.shows(secret, SECRET)
  const token = totp(secret, time.now)
  const verified = await by.quietly('auth.twoFactor.verify', { body: { token } })
  return { secret: secret as string, codes: verified.backupCodes as string[] }
}

const SECRET = 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK'

async function ofSecondFactors(world: World, people: People): Promise<void> {
  const { madeUp, time, later } = world
  const kemi = world.as(await sessionOf(world, people.kemi))
  await kemi.isRefused('auth.twoFactor.verify', 'CONFLICT', 'No app is set up', {
    body: { token: '492039' },
  })
  for (const [id, body] of [
    ['auth.twoFactor.update', { confirmReleases: true }],
    ['auth.twoFactor.disable', { code: '492039', password: people.kemi.password }],
    ['auth.twoFactor.renewCodes', { code: '492039' }],
  ] as const) {
    await kemi.isRefused(id, 'CONFLICT', 'It is not on', { body })
  }
  const { secret } = await kemi.does('auth.twoFactor.setup', 'Kemi sets up an app')
  madeUp.shows(secret, SECRET)
  let codes = 0
  /** What the app shows next. */
  const code = async (): Promise<string> => {
    await later(30_000)
    const shown = totp(secret, new Date(time.now.getTime() + 1000))
    codes += 1
    madeUp.shows(`"${shown}"`, `"${492_038 + codes}"`)
    return shown
  }
  const first = { token: await code(), rememberDevice: true }
  const on = await kemi.does('auth.twoFactor.verify', 'Kemi turns it on', { body: first })
  showBackupCodes(world, on.backupCodes)
  await kemi.isRefused('auth.twoFactor.setup', 'CONFLICT', 'It is on already')
  await kemi.does('auth.twoFactor.get', 'Kemi looks how it is set')
  const body = { confirmReleases: true }
  await kemi.does('auth.twoFactor.update', 'Kemi wants to confirm releases', { body })
  const renewed = await kemi.does('auth.twoFactor.renewCodes', 'Kemi makes new backup codes', {
    body: { code: await code() },
  })
  showBackupCodes(world, renewed.backupCodes)
  await withDevices(kemi)
  await withoutCode(world, people.kemi)
  const wrong = { code: await code(), password: 'not the password' }
  await kemi.isRefused('auth.twoFactor.disable', 'INVALID_CREDENTIALS', 'The password is wrong', {
    body: wrong,
  })
  const off = { code: await code(), password: people.kemi.password }
  await kemi.does('auth.twoFactor.disable', 'Kemi turns it off', { body: off })
}

async function withDevices(kemi: Actor): Promise<void> {
  const [device] = await kemi.does(
    'auth.twoFactor.devices.list',
    'Kemi sees where no code is asked',
  )
  const path = { id: device.id }
  await kemi.does('auth.twoFactor.devices.forget', 'Kemi wants to be asked there', { path })
}

/** Who has a second factor does not log in without. */
async function withoutCode({ anybody }: World, { username, password }: Person): Promise<void> {
  const email = `${username}@example.com`
  const summary = 'Without a code'
  const code = 'TWO_FACTOR_REQUIRED'
  await anybody.isRefused('auth.login', code, summary, { body: { username, password } })
  await anybody.isRefused('auth.login.entity', code, summary, { body: { username, password } })
  await anybody.isRefused('users.login', code, summary, { body: { email, password } })
}

let shown = 0

function showBackupCodes({ madeUp }: World, codes: readonly string[]): void {
  for (const code of codes) {
    shown += 1
    madeUp.shows(`"${code}"`, `"k3m9x7w2b${String(shown).padStart(3, '0')}"`)
  }
}
