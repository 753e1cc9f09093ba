// What the SDK and its `schemas` export, by domain: no name is written again outside of these.
export * from './auth/resources.ts'
export * from './market/resources.ts'
export * from './me/resources.ts'
export * from './staff/resources.ts'
export * from './trades/resources.ts'
export * from './wallet/resources.ts'
