import { createConnection } from 'mysql2/promise'
import { startMariadb } from '#tests/support/servers/mariadb.ts'
import { testDumps } from '../testing/dump-conformance.ts'
import { mysql } from './mysql.ts'

const CONTENT = [
  `create table odd (n int primary key, words text character set utf8mb4, amount decimal(18, 4), at datetime(6), kept blob, flag bit(3), part float, doc json, stamp timestamp null)`,
  `insert into odd values (1, '引号''"\\\\ 换行\\n 汉字 😀', 12.34, '2024-08-05 23:59:59.123456', x'00ff0a5c', b'101', 0.1, '{"a": 1}', '2024-08-05 00:00:00'), (2, '', null, null, '', null, null, null, null), (3, null, -0.0001, null, null, b'0', 1e-10, '[]', null)`,
  'create table `"; drop table odd; --` (`编号` bigint auto_increment primary key, `值` varchar(40)) default charset utf8mb4',
  `insert into \`"; drop table odd; --\` (\`值\`) select concat('行', seq) from seq_1_to_20`,
  // A legacy column: bytes of GBK and broken UTF-8 in a column that says latin1.
  'create table legacy (id int primary key, name varchar(50) character set latin1, gbk varchar(50) character set gbk)',
  `insert into legacy values (1, x'C4E3BAC3', '你好'), (2, x'E4BDA0E5A5', '住建'), (3, x'FF81FE00', null)`,
  'create table wide (id int primary key, t varchar(300), key (t))',
  'insert into wide select seq, repeat(md5(seq), 8) from seq_1_to_20000',
  'create table nothing_yet (a int)',
  'create view seen as select n, words from odd',
  'create function twice(i int) returns int deterministic return i * 2',
  'create trigger stamped before update on wide for each row set new.t = upper(new.t)',
]

testDumps({
  connector: mysql,
  async start() {
    const server = await startMariadb()
    if ('missing' in server) return server
    const admin = await createConnection({ host: server.host, port: server.port, user: server.username, password: server.password, database: server.database, charset: 'utf8mb4' })
    const execute = async (statement: string, database = server.database) => {
      await admin.query(`use ${database}`)
      await admin.query(statement)
    }
    for (const statement of CONTENT) {
      await execute(statement).catch(async (error: unknown) => {
        await Promise.all([admin.end(), server.stop()])
        throw error
      })
    }
    return {
      port: server.port,
      settings: { database: server.database, username: server.username },
      secrets: { password: server.password },
      widest: { name: 'wide', rows: 20_000 },
      execute,
      async stop() {
        await admin.end()
        await server.stop()
      },
    }
  },
})
