import type { ToldState, Walk } from './walk-workflow.ts'
import type { Draw } from './draw.ts'
import type { Row } from './load-rows.ts'
import type { World } from './world.ts'
import type { PersonalData } from '../personal-data.ts'
import type { Workflow } from '../reference/workflow.ts'

/** What a subsystem's `seed` works with. Everything follows from seed, scale and today. */
export type SeedContext = {
  readonly draw: Draw
  /** Business date of the first start; the synthetic past ends here. */
  readonly today: string
  readonly now: string
  /** Multiplies the number of rows. */
  readonly scale: number
  readonly world: World
  readonly personalData: PersonalData
  /** Writes rows of one table. */
  load(table: string, rows: readonly Row[]): Promise<void>
  /** Writes rows where the server itself makes them (very large tables). */
  run(statement: string, values?: readonly unknown[]): Promise<void>
  /** Draws the life of one object and keeps its history; answers the state reached. */
  live(workflow: Workflow, objectId: number, draw: Draw, start: string, options?: { by?: string; slowestDays?: number; states?: readonly ToldState[] }): Walk
  /** Makes case items of one licence item; ids start after those made before. */
  makeCases(request: CaseRequest): Promise<readonly SyntheticCase[]>
  /** Makes certificates in `casework.certificate`. */
  makeCertificates(certificates: readonly CertificateRequest[]): Promise<readonly SyntheticCertificate[]>
}

export type CaseRequest = {
  readonly itemCode: string
  readonly prefix: string
  readonly count: number
  readonly materials: readonly string[]
  readonly handledBy: string
  /** Applicant and subject of the `at`th case. */
  of(at: number, draw: Draw): { enterpriseId?: number; personId?: number; projectId?: number; subject: string }
}

export type SyntheticCase = {
  readonly caseItemId: number
  readonly caseNo: string
  readonly enterpriseId: number | null
  readonly personId: number | null
  readonly projectId: number | null
  readonly state: string
  readonly submittedAt: string
  readonly acceptedAt: string | null
  /** Business date on which it was granted or refused. */
  readonly decidedOn: string | null
  readonly isGranted: boolean
}

export type CertificateRequest = {
  readonly certNo: string
  readonly certType: string
  readonly enterpriseId?: number
  readonly personId?: number
  readonly caseItemId?: number
  readonly issuedOn: string
  readonly validYears: number
}

export type SyntheticCertificate = { readonly certificateId: number; readonly validTo: string; readonly state: string } & CertificateRequest
