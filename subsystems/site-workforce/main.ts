import { runSubsystem } from '#subsystems/casework/run-subsystem.ts'
import { siteWorkforce } from './subsystem.ts'

await runSubsystem(siteWorkforce)
