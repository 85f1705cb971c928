import { testSubsystem } from '#subsystems/casework/testing/test-subsystem.ts'
import { enterpriseQualification } from './subsystem.ts'

await testSubsystem(enterpriseQualification)
