/**
 * The import law (docs: CONTRIBUTING.md). One named rule a line; tests/architecture/import-law.test.ts runs it on the
 * tree and proves with planted violations that every rule can fail.
 */
const own = (folder) => `^${folder}/`

const anyApi = '(^|/)api\\.ts$'

export const rules = [
  { name: 'shared-is-pure', comment: 'shared/ runs in the browser too: it may import itself and zod only. Move what needs Node to platform/.', from: { path: own('shared'), pathNot: '\\.test\\.ts$' }, to: { pathNot: ['^shared/', '(^|/)node_modules/zod/'] } },
  { name: 'platform-knows-no-domain', comment: 'platform/ may import shared/ only. Hand the domain in as data or as a parameter.', from: { path: own('platform'), pathNot: '\\.test\\.tsx?$|/testing/|/web/' }, to: { path: '^(connectors|spine|services|subsystems|centre|web|cli|tests|scripts|bench)/' } },
  { name: 'connectors-stand-alone', comment: 'A connector may import the port, its siblings\' common files (connectors/*.ts, connectors/sql/), platform/ and shared/, never another connector.', from: { path: '^connectors/([^/]+)/', pathNot: '^connectors/testing/|\\.test\\.ts$' }, to: { path: '^connectors/([^/]+)/', pathNot: '^connectors/($1|sql)/' } },
  { name: 'connectors-know-no-domain', comment: 'Connectors serve every caller: they may not know spine, services, subsystems or centre.', from: { path: own('connectors'), pathNot: '\\.test\\.ts$|/testing/' }, to: { path: '^(spine|services|subsystems|centre|web|cli|tests|scripts|bench)/' } },
  { name: 'spine-knows-no-service', comment: 'The spine may import the connectors\' port, platform/ and shared/. A service plugs in through defineService.', from: { path: own('spine'), pathNot: '\\.test\\.tsx?$|/testing/|/web/' }, to: { path: '^(services|subsystems|centre|web|cli|tests|scripts|bench)/|^connectors/(?!connector\\.ts)' } },
  { name: 'services-know-no-sibling', comment: 'A service never imports another: open a work order of the kind that the other declares, or read the spine\'s read model.', from: { path: '^services/([^/]+)/' }, to: { path: '^services/([^/]+)/', pathNot: '^services/$1/' } },
  { name: 'services-meet-the-spine-at-its-face', comment: 'A service may import spine/spine.ts, spine/service.ts and api.ts files; its pages also the spine\'s page panels. What many services need joins the face; else read or write it through a verb that is there.', from: { path: '^services/', pathNot: '\\.test\\.tsx?$|/testing/|/web/' }, to: { path: '^spine/', pathNot: ['^spine/(spine|service)\\.ts$', anyApi] } },
  { name: 'services-know-no-field', comment: 'Services meet systems through doors (ctx.openDoor), never by import; nor do they know who assembles them.', from: { path: '^services/', pathNot: '\\.test\\.tsx?$|/testing/|/web/' }, to: { path: '^(subsystems|centre|web|cli|tests|scripts|bench)/|^connectors/(?!connector\\.ts)' } },
  { name: 'subsystems-are-the-field', comment: 'A subsystem is a system of its own: it may import its folder, casework, platform/ and shared/.', from: { path: '^subsystems/([^/]+)/', pathNot: '\\.test\\.tsx?$|/web/' }, to: { path: '^(centre|spine|services|connectors|cli|tests|scripts|bench)/|^subsystems/(?!casework/)([^/]+)/', pathNot: '^subsystems/$1/' } },
  { name: 'nobody-imports-the-field', comment: 'The six subsystems are reached over the wire only.', from: { pathNot: '^(subsystems|tests|bench|scripts|web)/' }, to: { path: '^subsystems/' } },
  { name: 'nobody-imports-the-centre', comment: 'centre/ assembles the rest; what others need of it belongs to the spine or the platform.', from: { pathNot: '^(centre|tests|bench|scripts)/' }, to: { path: '^centre/' } },
  { name: 'pages-never-touch-a-store', comment: 'A page may import the kit, api.ts files, shared/ and page panels. Ask the server through the typed client.', from: { path: '(^|/)web/', pathNot: '\\.test\\.tsx?$|^web/(vite|vitest)\\.config\\.ts$' }, to: { path: '^(platform|spine|services|subsystems|connectors|centre|cli)/', pathNot: [anyApi, '/web/'] } },
  { name: 'kit-knows-no-page', comment: 'web/kit is used by all pages and knows none; the session screens know the identity api.', from: { path: '^web/kit/' }, to: { path: '^(web/(?!kit/)|spine|services|subsystems|centre|cli)' } },
  { name: 'cli-is-a-client', comment: 'The command line may import shared/, platform/, api.ts files; for offline commands connectors and pure functions of the contract. It never imports a store or a route.', from: { path: '^cli/', pathNot: '\\.test\\.ts$' }, to: { path: '^(centre|subsystems|web|tests|scripts|bench)/|\\.store\\.ts$|/routes\\.ts$|^spine/(?!contracts/)(?!.*/api\\.ts$)|^services/(?!.*/api\\.ts$)' } },
  { name: 'nobody-imports-tests', comment: 'tests/, bench/ and scripts/ are leaves.', from: { pathNot: '^(tests|bench|scripts)/|\\.test\\.tsx?$|/testing/|\\.fixture\\.ts$' }, to: { path: '^(tests|bench|scripts)/' } },
  { name: 'production-knows-no-test', comment: 'Production code may not import a test, a fixture or a testing folder.', from: { pathNot: '\\.test\\.tsx?$|/testing/|\\.fixture\\.ts$|^(tests|bench|scripts)/|^web/gallery/' }, to: { path: '\\.test\\.tsx?$|/testing/|\\.fixture\\.ts$' } },
  { name: 'postgres-driver-has-two-owners', comment: 'pg belongs to platform/database (our databases) and connectors/postgres (others\').', from: { pathNot: '^(platform/database|connectors/postgres|tests|bench|scripts)/|\\.test\\.ts$' }, to: { path: '(^|/)node_modules/(@types/)?pg/', dependencyTypesNot: ['type-only'] } },
  { name: 'job-engine-has-one-owner', comment: 'pg-boss belongs to platform/jobs.', from: { pathNot: '^(platform/jobs|bench)/' }, to: { path: '(^|/)node_modules/pg-boss/' } },
  { name: 'react-lives-in-web', comment: 'React and Ant Design belong to web/ folders.', from: { pathNot: '(^|/)web/' }, to: { path: '(^|/)node_modules/(@types/)?(react|react-dom|antd|@ant-design)/' } },
  { name: 'no-cycle', comment: 'Two files that need each other to run are one thought: join them, or take out what both need. (Types may speak of each other.)', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
]


export default {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
}
