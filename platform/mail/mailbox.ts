/** Where mail is fetched from. */
export type MailboxSettings = { readonly host: string; readonly port: number; readonly security: 'tls' | 'starttls' | 'none'; readonly username: string; readonly password: string; readonly folder: string; /** Authority of the server's certificate, PEM; absent: those that the machine trusts. */ readonly ca?: string }

export type LeftAttachment = { readonly fileName: string; readonly mediaType: string; readonly bytes: number }

/** A message as it was fetched: whole, or, when it is larger than allowed, its headers and text with a list of what was left on the server. */
export type FetchedMail = { readonly uid: number; readonly bytes: number } & (
  | { readonly source: Buffer }
  | { readonly headers: Buffer; readonly text: string; readonly left: readonly LeftAttachment[] }
)

/** An open mailbox over IMAP (RFC 9051). Messages are read and marked as seen, never moved or deleted. */
export type Mailbox = {
  /** Changes when the server numbers its messages anew; UIDs are comparable under one value only. */
  readonly uidValidity: string
  /** Messages with a greater UID, in order; one larger than `maxBytes` comes without its attachments. */
  newerThan(uid: number, maxBytes: number): AsyncIterable<FetchedMail>
  markSeen(uid: number): Promise<void>
  /** Resolves when something may have come: told by the server (IDLE) or after `atMostMs`. Rejects when the connection is gone. */
  wait(atMostMs: number, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}
