import { z } from 'zod'

/** Queues of the evidence jobs: what is needed to send one, apart from what performs it. */
export const sealEvidenceQueue = { name: 'spine.seal-evidence', payload: z.object({}) } as const
/** Sent after every inspection run, so that its evidence leaves the database at once. */
export const writeAnchorQueue = { name: 'spine.write-anchor', payload: z.object({}) } as const
export const verifyEvidenceQueue = { name: 'spine.verify-evidence', payload: z.object({ verificationId: z.uuid().optional() }) } as const
