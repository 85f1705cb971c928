import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const web = import.meta.dirname
const root = join(web, '..')

/** One entry an application: the console, and each subsystem that has a `web/main.tsx`. */
export function webEntries(): Record<string, string> {
  const subsystems = join(root, 'subsystems')
  const found = existsSync(subsystems) ? readdirSync(subsystems).sort() : []
  return Object.fromEntries([
    ['console', join(web, 'main.tsx')],
    ...found.map((name) => [name, join(subsystems, name, 'web', 'main.tsx')] as const).filter(([, file]) => existsSync(file)),
  ])
}

/** `web/index.html` is the page of the console while developing and the pattern of every built page. */
function entryPages(): Plugin {
  return {
    name: 'xinyun:entry-pages',
    apply: 'build',
    generateBundle(_, bundle) {
      const pattern = readFileSync(join(web, 'index.html'), 'utf8')
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !chunk.isEntry) continue
        const loads = new Set<string>()
        const styles = new Set<string>()
        const visit = (fileName: string) => {
          const one = bundle[fileName]
          if (one?.type !== 'chunk' || loads.has(fileName)) return
          loads.add(fileName)
          for (const style of one.viteMetadata?.importedCss ?? []) styles.add(style)
          one.imports.forEach(visit)
        }
        visit(chunk.fileName)
        const tags = [
          `<script type="module" src="/${chunk.fileName}"></script>`,
          ...[...loads].filter((file) => file !== chunk.fileName).map((file) => `<link rel="modulepreload" href="/${file}" />`),
          ...[...styles].map((file) => `<link rel="stylesheet" href="/${file}" />`),
        ]
        this.emitFile({
          type: 'asset',
          fileName: chunk.name === 'console' ? 'index.html' : `${chunk.name}.html`,
          source: pattern.replace('<script type="module" src="/main.tsx"></script>', tags.join('\n    ')),
        })
      }
    },
  }
}

export default defineConfig({
  root: web,
  plugins: [react(), entryPages()],
  // The product has no `NODE_ENV` of its own; what is built here is always the production page.
  build: {
    outDir: join(web, 'dist'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: webEntries(),
      output: {
        codeSplitting: {
          groups: [
            // Drawing is fetched when the first chart comes into sight; it must not be pulled into the kit.
            { name: 'charts', test: /node_modules\/(echarts|zrender|tslib)\//, priority: 2 },
            // The kit with all that it stands on is one file, fetched once and kept across page groups and applications.
            { name: 'kit', test: (id) => id.includes('/node_modules/zod/') || (relative(web, id).startsWith('kit/') && !id.endsWith('/draw-chart.ts') && !id.endsWith('.css')), priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:7100' } },
})
