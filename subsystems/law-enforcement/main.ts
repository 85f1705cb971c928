import { runSubsystem } from '#subsystems/casework/run-subsystem.ts'
import { lawEnforcement } from './subsystem.ts'

await runSubsystem(lawEnforcement)
