/** A message that leaves the system for one person. */
export type OutgoingMessage = {
  /** The same at every attempt, so that the receiver can tell a repetition. */
  readonly id: string
  readonly kind: string
  readonly createdAt: Date
  readonly recipient: Recipient
  readonly title: string
  readonly content: string
  /** Page of the console, `/work-orders/…`. */
  readonly link: string
}

export type Recipient = { readonly username: string; readonly name: string; readonly email: string | null }

/**
 * What became of one attempt. `refused`: the other side said no for good; `failed`: it may go better next time;
 * `unreachable`: nobody answered, so the next message need not be tried now either. `answer` is what the other side said,
 * kept as proof, or why it said nothing.
 */
export type DeliveryOutcome = { readonly state: 'delivered' | 'refused' | 'failed' | 'unreachable'; readonly answer: string }

/** A way out of the system. It never throws: whatever happens is an outcome. */
export type DeliveryDoor = {
  readonly channel: 'mail' | 'webhook'
  /** Where the message would go, for the record; null when this recipient cannot be reached this way. */
  addressOf(recipient: Recipient): string | null
  deliver(message: OutgoingMessage): Promise<DeliveryOutcome>
  close(): void
}
