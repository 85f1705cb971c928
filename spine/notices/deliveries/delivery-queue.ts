import { z } from 'zod'

/** Queue of the job that sends reminders out of the house; apart from the job, so that whoever writes a reminder can wake it. */
export const deliverRemindersQueue = { name: 'spine.deliver-reminders', payload: z.object({}) } as const
