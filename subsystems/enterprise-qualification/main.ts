import { runSubsystem } from '#subsystems/casework/run-subsystem.ts'
import { enterpriseQualification } from './subsystem.ts'

await runSubsystem(enterpriseQualification)
