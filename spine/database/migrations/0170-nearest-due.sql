-- A list shows of each request when it is next due, and is sorted by it: kept beside the request, written with its deadlines.
alter table spine.request add column nearest_due_at timestamptz;
comment on column spine.request.nearest_due_at is '最近一项在走时限的到期时刻，随时限一同推算；没有在走的时限为空';
update spine.request r set nearest_due_at = d.due_at
from (select request_id, min(due_at) as due_at from spine.request_deadline where verdict in ('running', 'overdue') group by request_id) d
where d.request_id = r.request_id;
create index request_nearest_due on spine.request (nearest_due_at) where nearest_due_at is not null;
