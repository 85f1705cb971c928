-- A list shows of each request when it is next due: read from the index alone, once a row.
create index request_deadline_nearest on spine.request_deadline (request_id, due_at) where verdict in ('running', 'overdue');
