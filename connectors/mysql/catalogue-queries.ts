/** The questions to information_schema. `isOne`: about the one database given as the parameter, else about all but the server's own. */
export function catalogueQueries(engine: 'mysql' | 'mariadb', isOne: boolean) {
  const of = (column: string) => (isOne ? `${column} = ?` : `${column} not in ('mysql', 'information_schema', 'performance_schema', 'sys')`)
  const isMariadb = engine === 'mariadb'
  return {
    schemas: `select schema_name from information_schema.schemata where ${of('schema_name')} order by 1`,
    tables: `select table_schema, table_name, table_type, engine, table_collation, table_comment, table_rows, data_length, index_length
      from information_schema.tables where ${of('table_schema')} and table_type in ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW') order by 1, 2`,
    columns: `select table_schema, table_name, column_name, column_type, is_nullable, column_default, extra, generation_expression, collation_name, column_comment
      from information_schema.columns where ${of('table_schema')} order by 1, 2, ordinal_position`,
    constraints: `select k.table_schema, k.table_name, k.constraint_name, c.constraint_type, k.column_name, k.referenced_table_schema, k.referenced_table_name, k.referenced_column_name, r.update_rule, r.delete_rule
      from information_schema.key_column_usage k
      join information_schema.table_constraints c on c.constraint_schema = k.constraint_schema and c.constraint_name = k.constraint_name and c.table_schema = k.table_schema and c.table_name = k.table_name
      left join information_schema.referential_constraints r on r.constraint_schema = k.constraint_schema and r.constraint_name = k.constraint_name and r.table_name = k.table_name
      where ${of('k.table_schema')} order by 1, 2, 3, k.ordinal_position`,
    checks: isMariadb
      ? `select constraint_schema, table_name, constraint_name, check_clause from information_schema.check_constraints where ${of('constraint_schema')} order by 1, 2, 3`
      : `select t.table_schema, t.table_name, c.constraint_name, c.check_clause from information_schema.check_constraints c
        join information_schema.table_constraints t on t.constraint_schema = c.constraint_schema and t.constraint_name = c.constraint_name and t.constraint_type = 'CHECK' where ${of('c.constraint_schema')} order by 1, 2, 3`,
    statistics: `select table_schema, table_name, index_name, non_unique, seq_in_index, column_name, sub_part, index_type, index_comment, ${isMariadb ? 'null' : 'expression'}
      from information_schema.statistics where ${of('table_schema')} order by 1, 2, 3, 5`,
    views: `select table_schema, table_name, view_definition from information_schema.views where ${of('table_schema')}`,
    triggers: `select event_object_schema, event_object_table, trigger_name, action_timing, event_manipulation, action_statement
      from information_schema.triggers where ${of('event_object_schema')} order by 1, 2, 3`,
    partitions: `select table_schema, table_name, partition_name, partition_method, partition_expression, partition_description
      from information_schema.partitions where ${of('table_schema')} and partition_name is not null order by 1, 2, partition_ordinal_position`,
    routines: `select routine_schema, routine_name, routine_type, dtd_identifier, routine_definition, is_deterministic, sql_data_access, security_type, routine_comment
      from information_schema.routines where ${of('routine_schema')} order by 1, 2, 3`,
    parameters: `select specific_schema, specific_name, routine_type, parameter_mode, parameter_name, dtd_identifier
      from information_schema.parameters where ${of('specific_schema')} and ordinal_position > 0 order by 1, 2, 3, ordinal_position`,
  }
}
