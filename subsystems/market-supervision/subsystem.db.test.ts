import { testSubsystem } from '#subsystems/casework/testing/test-subsystem.ts'
import { marketSupervision } from './subsystem.ts'

await testSubsystem(marketSupervision)
