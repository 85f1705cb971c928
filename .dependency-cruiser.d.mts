import type { IConfiguration } from 'dependency-cruiser'

export declare const rules: ReadonlyArray<{ readonly name: string; readonly comment: string }>
declare const law: Required<Pick<IConfiguration, 'forbidden' | 'options'>>
export default law
