export { escaped } from './layout.ts'
export { type Mail, type Mailer, MailRefused } from './mailer.ts'
export { type KeptMail, recentMails } from './recent-mails.ts'
export { sendMail } from './send-mail.ts'
