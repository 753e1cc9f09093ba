// What the SDK exports of this domain: each name is a schema and the type of what it parses.

// The closed lists of words in them, as types:
export type { AttachmentType } from './attachment.ts'
export { Attachment } from './attachment.ts'
export { DirectEvent, DirectMarkEvent, DirectMessageEvent, TypingEvent } from './events.ts'
export { BlockedUser, ChatUser, DirectMessage, Thread } from './message.ts'
export type { ReportStatus } from './report.ts'
export { MessageReport, ReportedMessage, StaffReport, StaffReportPage } from './report.ts'
