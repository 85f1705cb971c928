import { testSubsystem } from '#subsystems/casework/testing/test-subsystem.ts'
import { costInformation } from './subsystem.ts'

await testSubsystem(costInformation)
