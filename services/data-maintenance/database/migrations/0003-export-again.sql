-- A file that nobody fetched in time is destroyed like any other, but its order or period is not served: it may be made again.
drop index data_maintenance.data_export_one_of_a_request;
drop index data_maintenance.data_export_one_of_a_period;
create unique index data_export_one_of_a_request on data_maintenance.data_export (request_id) where request_id is not null and state <> 'refused' and not (state in ('expired', 'destroyed') and received_at is null);
create unique index data_export_one_of_a_period on data_maintenance.data_export (export_query_id, period_key) where period_key is not null and state <> 'refused' and not (state in ('expired', 'destroyed') and received_at is null);
