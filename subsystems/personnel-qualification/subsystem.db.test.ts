import { testSubsystem } from '#subsystems/casework/testing/test-subsystem.ts'
import { personnelQualification } from './subsystem.ts'

await testSubsystem(personnelQualification)
