import { runSubsystem } from '#subsystems/casework/run-subsystem.ts'
import { costInformation } from './subsystem.ts'

await runSubsystem(costInformation)
