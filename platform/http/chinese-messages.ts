import { z } from 'zod'

/** zod answers in Chinese in every process that serves people. */
export function useChineseMessages(): void {
  z.config(z.locales.zhCN())
}
