-- Several workers may run; only the one that holds this lease probes, and its own punctuality is kept for everybody to see.

create table inspection.monitor_lease (
  name text primary key,
  holder uuid not null,
  held_until timestamptz not null,
  stats jsonb not null default '{}'
);
comment on table inspection.monitor_lease is '可用性监测的值守权：同一时刻只有一个工作进程探测';
comment on column inspection.monitor_lease.name is '名称';
comment on column inspection.monitor_lease.holder is '持有进程';
comment on column inspection.monitor_lease.held_until is '持有到';
comment on column inspection.monitor_lease.stats is '监测自身的运行情况：监测数、每分钟探测数、启动延迟';
