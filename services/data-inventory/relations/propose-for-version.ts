import { sql } from 'kysely'
import { placeOf } from '#shared/catalogue/canonical-catalogue.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { inferRelations } from '#shared/catalogue/infer-relations.ts'
import { proposeClasses } from '#shared/catalogue/propose-classes.ts'
import { newId } from '#shared/ids.ts'
import type { SpineCtx } from '#spine/spine.ts'

/** Relations and classes that a structure suggests; classes only of the tables that changed, when they are named (`placeOf`). What a person has decided stays decided; what is gone is hidden, and there again when it comes back. */
export async function proposeForVersion(ctx: SpineCtx, componentId: string, catalogue: Catalogue, touched?: ReadonlySet<string>): Promise<void> {
  const relations = inferRelations(catalogue).map((one) => ({ id: newId(ctx.now), ...one }))
  const proposedRelations = JSON.stringify(relations).toWellFormed()
  // Only what changes is written: thousands of proposals stay as they are from one version to the next.
  await sql`
    update data_inventory.inferred_relation r set is_present = false where r.component_id = ${componentId} and r.is_present and not exists (
      select from jsonb_to_recordset(${proposedRelations}::jsonb) as x (schema text, "table" text, "column" text, "toSchema" text, "toTable" text, "toColumn" text)
      where x.schema = r.schema_name and x."table" = r.table_name and x."column" = r.column_name and x."toSchema" = r.to_schema and x."toTable" = r.to_table and x."toColumn" = r.to_column)
  `.execute(ctx.tx)
  await sql`
    insert into data_inventory.inferred_relation as known (inferred_relation_id, component_id, schema_name, table_name, column_name, to_schema, to_table, to_column, confidence, reasons)
    select id, ${componentId}::uuid, schema, "table", "column", "toSchema", "toTable", "toColumn", confidence, array(select jsonb_array_elements_text(reasons))
    from jsonb_to_recordset(${proposedRelations}::jsonb) as x (id uuid, schema text, "table" text, "column" text, "toSchema" text, "toTable" text, "toColumn" text, confidence real, reasons jsonb)
    on conflict (component_id, schema_name, table_name, column_name, to_schema, to_table, to_column) do update set is_present = true,
      confidence = case when known.sampled is null then excluded.confidence else known.confidence end
    where not known.is_present or (known.sampled is null and known.confidence <> excluded.confidence)
  `.execute(ctx.tx)
  const tables = touched === undefined ? catalogue.tables : catalogue.tables.filter((table) => touched.has(placeOf(table)))
  const classes = proposeClasses({ ...catalogue, tables }).map((one) => ({ id: newId(ctx.now), ...one }))
  const proposedClasses = JSON.stringify(classes).toWellFormed()
  const within = touched === undefined ? sql`` : sql`and (k.schema_name, k.table_name) in (select x ->> 0, x ->> 1 from jsonb_array_elements(${JSON.stringify([...touched].map((place) => JSON.parse(place) as unknown)).toWellFormed()}::jsonb) x)`
  await sql`
    update data_inventory.column_class k set is_present = false where k.component_id = ${componentId} ${within} and k.is_present and k.state <> 'confirmed' and not exists (
      select from jsonb_to_recordset(${proposedClasses}::jsonb) as x (schema text, "table" text, "column" text) where x.schema = k.schema_name and x."table" = k.table_name and x."column" = k.column_name)
  `.execute(ctx.tx)
  await sql`
    insert into data_inventory.column_class as known (column_class_id, component_id, schema_name, table_name, column_name, class, level, confidence, reason)
    select id, ${componentId}::uuid, schema, "table", "column", class, level, confidence, reason
    from jsonb_to_recordset(${proposedClasses}::jsonb) as x (id uuid, schema text, "table" text, "column" text, class text, level text, confidence real, reason text)
    on conflict (component_id, schema_name, table_name, column_name) do update set is_present = true,
      class = case when known.state = 'proposed' then excluded.class else known.class end, level = case when known.state = 'proposed' then excluded.level else known.level end,
      confidence = case when known.state = 'proposed' then excluded.confidence else known.confidence end, reason = case when known.state = 'proposed' then excluded.reason else known.reason end
    where not known.is_present or (known.state = 'proposed' and known.reason not like '%；抽样%' and (known.class, known.level, known.confidence, known.reason) is distinct from (excluded.class, excluded.level, excluded.confidence, excluded.reason))
  `.execute(ctx.tx)
  // What a person confirmed is there as long as its column is, proposed or not.
  await sql`
    update data_inventory.column_class k set is_present = not k.is_present where k.component_id = ${componentId} ${within} and k.state = 'confirmed' and k.is_present <> exists (
      select from data_inventory.catalogue_entry e where e.component_id = k.component_id and e.schema_name = k.schema_name and e.table_name = k.table_name and e.column_name = k.column_name)
  `.execute(ctx.tx)
}
