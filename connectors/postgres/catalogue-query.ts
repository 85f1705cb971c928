/**
 * The catalogue of a database as JSON objects of compact arrays, which `introspectPostgres` gives their names: no loop over tables (5,000 tables
 * in the time of one). PostgreSQL 12 to 18. It needs no right on any table; with an empty search_path every name in an
 * expression comes qualified. Objects of extensions belong to their extension and are left out.
 */
const PARTS = {
  database: String.raw`current_database()`,
  schemas: String.raw`(select json_agg(json_build_array(nspname, obj_description(oid, 'pg_namespace'))) from ns)`,
  extensions: String.raw`(select json_agg(json_build_array(extname, extversion)) from pg_extension)`,
  relations: String.raw`(select json_agg(json_build_array(r.oid::int8, r.nspname, r.relname, r.relkind, d.description, r.relpersistence = 'u', r.reltuples,
    case when r.relkind in ('r', 'm') then pg_table_size(r.oid) end,
    case when r.relkind = 'p' then pg_get_partkeydef(r.oid) end,
    case when r.relispartition then (select inhparent::int8 from pg_inherits where inhrelid = r.oid limit 1) end, case when r.relispartition then pg_get_expr(r.relpartbound, r.oid) end,
    case when r.relkind in ('v', 'm') then pg_get_viewdef(r.oid) end) order by r.nspname, r.relname)
  from rel r left join pg_description d on d.objoid = r.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0)`,
  columns: String.raw`(select json_agg(json_build_array(a.attrelid::int8, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(ad.adbin, ad.adrelid), a.attgenerated, a.attidentity,
    case when a.attcollation <> t.typcollation then (select quote_ident(cn.nspname) || '.' || quote_ident(co.collname) from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end,
    d.description) order by a.attrelid, a.attnum)
  from pg_attribute a join rel r on r.oid = a.attrelid join pg_type t on t.oid = a.atttypid
  left join pg_attrdef ad on ad.adrelid = a.attrelid and ad.adnum = a.attnum
  left join pg_description d on d.objoid = a.attrelid and d.objsubid = a.attnum and d.classoid = 'pg_class'::regclass
  where a.attnum > 0 and not a.attisdropped)`,
  constraints: String.raw`(select json_agg(json_build_array(k.conrelid::int8, k.conname, k.contype, k.conkey, k.confrelid::int8, k.confkey, pg_get_constraintdef(k.oid), k.conparentid <> 0 or (k.contype = 'c' and not k.conislocal)))
  from pg_constraint k where k.contype in ('p', 'u', 'f', 'c', 'x') and k.conrelid in (select oid from rel))`,
  indexes: String.raw`(select json_agg(json_build_array(i.indrelid::int8, c.relname, i.indisunique, i.indisvalid, am.amname, i.indkey::int2[],
    case when 0 = any (i.indkey::int2[]) then (select json_agg(pg_get_indexdef(i.indexrelid, at, false) order by at) from generate_series(1, i.indnkeyatts) at) end,
    i.indnkeyatts, pg_get_expr(i.indpred, i.indrelid), pg_get_indexdef(i.indexrelid), k.conname, c.relispartition, d.description, pg_table_size(i.indexrelid), pg_stat_get_numscans(i.indexrelid)))
  from pg_index i join rel r on r.oid = i.indrelid join pg_class c on c.oid = i.indexrelid join pg_am am on am.oid = c.relam
  left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x') and k.conrelid = i.indrelid
  left join pg_description d on d.objoid = i.indexrelid and d.classoid = 'pg_class'::regclass and d.objsubid = 0)`,
  triggers: String.raw`(select json_agg(json_build_array(t.tgrelid::int8, t.tgname, pg_get_triggerdef(t.oid), t.tgenabled, coalesce((to_jsonb(t) ->> 'tgparentid') <> '0', false), obj_description(t.oid, 'pg_trigger')))
  from pg_trigger t where not t.tgisinternal and t.tgrelid in (select oid from rel))`,
  routines: String.raw`(select json_agg(json_build_array(ns.nspname, p.proname, p.prokind, pg_get_function_identity_arguments(p.oid), pg_get_function_result(p.oid), l.lanname,
    case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end, obj_description(p.oid, 'pg_proc')))
  from pg_proc p join ns on ns.oid = p.pronamespace join pg_language l on l.oid = p.prolang
  where not exists (select from ext where ext.classid = 'pg_proc'::regclass and ext.objid = p.oid))`,
  sequences: String.raw`(select json_agg(json_build_array(ns.nspname, c.relname, format_type(s.seqtypid, null), s.seqstart::text, s.seqincrement::text, s.seqmin::text, s.seqmax::text, s.seqcycle, s.seqcache::text,
    (select json_build_array(own.nspname, o.relname, a.attname) from pg_depend d join pg_class o on o.oid = d.refobjid join pg_namespace own on own.oid = o.relnamespace join pg_attribute a on a.attrelid = o.oid and a.attnum = d.refobjsubid
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'a' and d.refclassid = 'pg_class'::regclass limit 1),
    obj_description(c.oid, 'pg_class')))
  from pg_sequence s join pg_class c on c.oid = s.seqrelid join ns on ns.oid = c.relnamespace
  where not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('i', 'e')))`,
  types: String.raw`(select json_agg(json_build_array(ns.nspname, t.typname, t.typtype,
    case when t.typtype = 'e' then (select json_agg(enumlabel order by enumsortorder) from pg_enum where enumtypid = t.oid) end,
    case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end, t.typdefault, t.typnotnull,
    case when t.typtype = 'd' then (select json_agg(json_build_array(conname, pg_get_constraintdef(oid)) order by conname) from pg_constraint where contypid = t.oid and contype = 'c') end,
    case when t.typtype = 'c' then (select json_agg(json_build_array(attname, format_type(atttypid, atttypmod)) order by attnum) from pg_attribute where attrelid = t.typrelid and attnum > 0 and not attisdropped) end,
    obj_description(t.oid, 'pg_type')))
  from pg_type t join ns on ns.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
  where (t.typtype in ('e', 'd') or (t.typtype = 'c' and c.relkind = 'c')) and not exists (select from ext where ext.classid = 'pg_type'::regclass and ext.objid = t.oid))`,
} as const
type Part = keyof typeof PARTS

const COMMON = `with ns as materialized (
  select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
), ext as materialized (
  select classid, objid from pg_depend where deptype = 'e'
), rel as materialized (
  select c.*, ns.nspname from pg_class c join ns on ns.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'f', 'v', 'm') and not exists (select from ext where ext.classid = 'pg_class'::regclass and ext.objid = c.oid)
)`

function queryOf(parts: readonly Part[]): string {
  return `${COMMON}\nselect json_build_object(${parts.map((part) => `'${part}', ${PARTS[part]}`).join(',\n')})::text`
}

/** All of it in one answer. */
export const CATALOGUE_QUERY = queryOf(Object.keys(PARTS) as Part[])

/** The same in two that cost a server about as much each, for two sessions that see one snapshot. */
export const CATALOGUE_HALVES = [queryOf(['database', 'schemas', 'extensions', 'types', 'sequences', 'relations', 'columns']), queryOf(['constraints', 'indexes', 'triggers', 'routines'])] as const
