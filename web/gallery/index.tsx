import { AppstoreOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'

/** Every component of the kit with sample content: an aid for whoever builds pages. */
export const galleryPages = definePages({
  group: 'gallery',
  title: '界面样例',
  icon: AppstoreOutlined,
  permission: 'system:administer',
  routes: [
    { path: '/kit', title: '界面样例', load: () => import('./gallery-page.tsx'), menu: { section: 'administration', order: 990 } },
    { path: '/kit/list', title: '列表样例', load: () => import('./list-sample-page.tsx') },
    { path: '/kit/list/:sampleId', title: '详情样例', load: () => import('./detail-sample-page.tsx') },
  ],
})
