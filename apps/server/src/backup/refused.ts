/** Why a backup cannot be made or restored; the message tells an operator what to do. */
export class BackupRefused extends Error {}
