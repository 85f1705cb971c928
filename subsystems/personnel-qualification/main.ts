import { runSubsystem } from '#subsystems/casework/run-subsystem.ts'
import { personnelQualification } from './subsystem.ts'

await runSubsystem(personnelQualification)
