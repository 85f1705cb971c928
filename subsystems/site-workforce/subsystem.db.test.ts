import { testSubsystem } from '#subsystems/casework/testing/test-subsystem.ts'
import { siteWorkforce } from './subsystem.ts'

await testSubsystem(siteWorkforce)
