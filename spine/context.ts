import type { Connector, Door, Limits } from '#connectors/connector.ts'
import type { Ctx } from '#platform/context/context.ts'
import type { Runtime } from '#platform/context/runtime.ts'
import type { SecretBox } from '#platform/crypto/secret-box.ts'
import type { DocumentRenderer } from '#platform/documents/document-renderer.ts'
import type { DeliveryDoor } from '#platform/delivery/delivery-door.ts'
import type { Mailer } from '#platform/delivery/open-mailer.ts'
import type { FileStore } from '#platform/files/file-store.ts'
import type { ArchiveStorage, RemoteStorage } from '#platform/storage/archive-storage.ts'
import type { Mailbox, MailboxSettings } from '#platform/mail/mailbox.ts'
import type { WorkingCalendar } from '#shared/calendar/working-calendar.ts'
import type { EvidenceKeeping } from './evidence/evidence-keeping.ts'
import type { Service } from './service.ts'

/** What the centre adds to every ctx of the spine and the services. */
export type SpineAttached = {
  /** Opens a door to a component of the register; the centre binds doors to connectors. `limits` go before the connection's own (`introspectionLimits`). Close it when done. */
  openDoor(componentId: string, options?: { signal?: AbortSignal; budgetMs?: number; limits?: Partial<Limits> }): Promise<Door>
  /** Kinds of doors, by name; the centre puts in those that it ships. */
  readonly connectors: ReadonlyMap<string, Connector>
  readonly files: FileStore
  /** Where evidence is kept outside the database: files, anchors, the signing key. */
  readonly keeping: EvidenceKeeping
  /** Turns document models into PDF and Word, beside the event loop. */
  readonly documents: DocumentRenderer
  readonly secretBox: SecretBox
  /** Ways by which reminders leave the house; empty when neither mail nor webhook is configured. */
  readonly deliveryDoors: readonly DeliveryDoor[]
  /** Opens a mailbox at an address that the allow-list permits. Close it when done. */
  openMailbox(settings: MailboxSettings): Promise<Mailbox>
  /** Address under which people outside reach the console, for links in letters; absent: letters carry none. */
  readonly publicUrl?: string
  /** Sends mail; absent when no mail server is configured. */
  readonly mailer?: Mailer
  /** Where this installation itself lives: what must be backed up with it. */
  readonly installation: { readonly home: string; readonly databaseUrl: string }
  /** Opens a folder on another machine (SFTP) or a bucket (S3), at an address that the allow-list permits. Close it when done. */
  openRemoteStorage(settings: RemoteStorage): Promise<ArchiveStorage>
  /** The twelve services, by name: work order kinds, evidence kinds, rules and chapters are looked up here. */
  readonly services: ReadonlyMap<string, Service>
  /** Official years shipped and imported; every process reads it again within seconds of an import. */
  calendar(): WorkingCalendar
}

export type SpineCtx = Ctx & SpineAttached
export type SpineRuntime = Runtime<SpineAttached>
