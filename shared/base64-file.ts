import { z } from 'zod'

/** A small file within a JSON body: read at once and not kept, unlike an upload. */
export const base64File = z.base64('文件没有完整送达，请重新选择').min(1, '请选择文件').max(1_900_000, '文件超过 1.4 MB，请分次导入')
