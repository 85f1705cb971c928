import { runSubsystem } from '#subsystems/casework/run-subsystem.ts'
import { marketSupervision } from './subsystem.ts'

await runSubsystem(marketSupervision)
