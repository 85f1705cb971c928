-- Confirmed classes stand in the spine from now on; what was confirmed before is carried over.
insert into spine.sensitive_column (component_id, subsystem, schema_name, table_name, column_name, class, level, confirmed_at, confirmed_by_name)
select k.component_id, c.subsystem, k.schema_name, k.table_name, k.column_name, k.class, k.level, k.decided_at, coalesce(k.decided_by_name, '')
from data_inventory.column_class k join spine.component c using (component_id) where k.state = 'confirmed' and k.is_present;
