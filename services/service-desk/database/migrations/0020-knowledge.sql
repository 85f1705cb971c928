-- The knowledge base: what solved one ticket, written so that it solves the next. A second person reviews; published versions are
-- kept for ever, and each use in a ticket is counted.

create table service_desk.article (
  article_id uuid primary key,
  number text not null unique,
  state text not null check (state in ('draft', 'in-review', 'published', 'retired')),
  subsystem text,
  category text not null check (category in ('advice', 'fault', 'permission', 'data', 'complaint', 'wish')),
  title text not null,
  problem text not null,
  solution text not null,
  source_request_id uuid references spine.request,
  published_version integer not null default 0 check (published_version >= 0),
  written_by uuid references platform.user_account,
  written_by_name text not null,
  written_at timestamptz not null,
  title_terms text[] not null default '{}',
  terms text[] not null default '{}',
  version integer not null default 1
);
comment on table service_desk.article is '知识条目；正在修改的内容在此，已发布的在各版中';
comment on column service_desk.article.article_id is '知识条目标识';
comment on column service_desk.article.number is '编号';
comment on column service_desk.article.state is '状态：草稿、待审核、已发布、已停用';
comment on column service_desk.article.subsystem is '子系统，空为全部';
comment on column service_desk.article.category is '类别';
comment on column service_desk.article.title is '标题';
comment on column service_desk.article.problem is '现象';
comment on column service_desk.article.solution is '解决办法';
comment on column service_desk.article.source_request_id is '来源工单';
comment on column service_desk.article.published_version is '已发布的版次，0 为尚未发布';
comment on column service_desk.article.written_by is '编写人';
comment on column service_desk.article.written_by_name is '编写人姓名';
comment on column service_desk.article.written_at is '最近编写时间';
comment on column service_desk.article.title_terms is '标题的检索词';
comment on column service_desk.article.terms is '全文的检索词';
comment on column service_desk.article.version is '版本（用于防止互相覆盖）';
create index article_terms on service_desk.article using gin (terms);
create index article_state on service_desk.article (state, number desc);

create table service_desk.article_version (
  article_id uuid not null references service_desk.article,
  article_version integer not null check (article_version > 0),
  title text not null,
  problem text not null,
  solution text not null,
  written_by uuid references platform.user_account,
  written_by_name text not null,
  reviewed_by uuid references platform.user_account,
  reviewed_by_name text not null,
  published_at timestamptz not null,
  note text not null default '',
  primary key (article_id, article_version),
  constraint article_version_four_eyes check (reviewed_by <> written_by)
);
comment on table service_desk.article_version is '知识条目已发布的版次，只增不改';
comment on column service_desk.article_version.article_id is '知识条目';
comment on column service_desk.article_version.article_version is '版次';
comment on column service_desk.article_version.title is '标题';
comment on column service_desk.article_version.problem is '现象';
comment on column service_desk.article_version.solution is '解决办法';
comment on column service_desk.article_version.written_by is '编写人';
comment on column service_desk.article_version.written_by_name is '编写人姓名';
comment on column service_desk.article_version.reviewed_by is '审核人，不得是编写人';
comment on column service_desk.article_version.reviewed_by_name is '审核人姓名';
comment on column service_desk.article_version.published_at is '发布时间';
comment on column service_desk.article_version.note is '审核意见';
create trigger article_version_is_append_only before update or delete on service_desk.article_version
  for each row execute function platform.refuse_change();

create table service_desk.article_event (
  article_event_id bigint generated always as identity primary key,
  article_id uuid not null references service_desk.article,
  at timestamptz not null,
  kind text not null check (kind in ('written', 'edited', 'submitted', 'returned', 'published', 'retired')),
  actor_id uuid references platform.user_account,
  actor_name text not null,
  note text not null default ''
);
comment on table service_desk.article_event is '知识条目的经过，只增不改';
comment on column service_desk.article_event.article_event_id is '序号';
comment on column service_desk.article_event.article_id is '知识条目';
comment on column service_desk.article_event.at is '时间';
comment on column service_desk.article_event.kind is '事件';
comment on column service_desk.article_event.actor_id is '操作者';
comment on column service_desk.article_event.actor_name is '操作者名称';
comment on column service_desk.article_event.note is '说明';
create index article_event_order on service_desk.article_event (article_id, article_event_id);
create trigger article_event_is_append_only before update or delete on service_desk.article_event
  for each row execute function platform.refuse_change();

create table service_desk.article_use (
  article_id uuid not null,
  article_version integer not null,
  request_id uuid not null references service_desk.ticket,
  used_at timestamptz not null,
  used_by uuid references platform.user_account,
  used_by_name text not null,
  primary key (article_id, request_id),
  foreign key (article_id, article_version) references service_desk.article_version
);
comment on table service_desk.article_use is '知识条目的引用：一张工单引用同一条目只计一次';
comment on column service_desk.article_use.article_id is '知识条目';
comment on column service_desk.article_use.article_version is '所引用的版次';
comment on column service_desk.article_use.request_id is '引用它的服务工单';
comment on column service_desk.article_use.used_at is '引用时间';
comment on column service_desk.article_use.used_by is '引用人';
comment on column service_desk.article_use.used_by_name is '引用人姓名';
create index article_use_request on service_desk.article_use (request_id);
create trigger article_use_is_append_only before update or delete on service_desk.article_use
  for each row execute function platform.refuse_change();
