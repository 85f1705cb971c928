import { spineTestBed, type SpineTestBed } from '#tests/support/spine-test-bed.ts'
import { inspection } from '../service.ts'

/** The spine's bed with this service in it. */
export function inspectionTestBed(options: { now?: string } = {}): Promise<SpineTestBed> {
  return spineTestBed({ ...options, services: [inspection] })
}

export type InspectionTestBed = SpineTestBed
