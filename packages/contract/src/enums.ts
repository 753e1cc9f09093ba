export type * from './market/enums.ts'
export type * from './trades/enums.ts'
export type * from './wallet/enums.ts'
