import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Component tests (`*.test.tsx`) of every web folder; server tests run under `node --test`. */
export default defineConfig({
  plugins: [react()],
  test: {
    root: `${import.meta.dirname}/..`,
    include: ['{web,platform,spine,services,subsystems}/**/*.test.tsx'],
    environment: 'jsdom',
    setupFiles: [`${import.meta.dirname}/kit/testing/set-up.ts`],
    testTimeout: 20_000,
    // Ant Design's ES modules import each other without file endings, which only the bundler resolves.
    server: { deps: { inline: [/antd/, /@ant-design/, /@rc-component/] } },
  },
})
