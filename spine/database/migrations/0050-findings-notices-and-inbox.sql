-- What was found and how it was mended; what was told to whom, when, with which proof of delivery.

create table spine.finding (
  finding_id uuid primary key,
  number text not null unique,
  source text not null,
  source_key text not null,
  subsystem text not null,
  component_id uuid references spine.component,
  service text not null,
  severity text not null check (severity in ('attention', 'abnormal')),
  title text not null,
  state text not null check (state in ('open', 'fixed', 'accepted')),
  owner_id uuid references platform.user_account,
  due_at timestamptz,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  seen_count integer not null default 1,
  closed_at timestamptz,
  closed_evidence_id uuid references spine.evidence,
  version integer not null default 1
);
comment on table spine.finding is '隐患与问题';
comment on column spine.finding.finding_id is '隐患标识';
comment on column spine.finding.number is '隐患编号';
comment on column spine.finding.source is '来源（巡检、可用性监测等）';
comment on column spine.finding.source_key is '来源中的同一性标识：同一部件的同一检查项';
comment on column spine.finding.subsystem is '子系统';
comment on column spine.finding.component_id is '部件';
comment on column spine.finding.service is '功能模块';
comment on column spine.finding.severity is '严重程度：关注、异常';
comment on column spine.finding.title is '内容';
comment on column spine.finding.state is '状态：未消除、已消除、已接受';
comment on column spine.finding.owner_id is '责任人';
comment on column spine.finding.due_at is '整改期限';
comment on column spine.finding.first_seen_at is '首次发现';
comment on column spine.finding.last_seen_at is '最近发现';
comment on column spine.finding.seen_count is '发现次数';
comment on column spine.finding.closed_at is '消除或接受时间';
comment on column spine.finding.closed_evidence_id is '证明消除的复检证据';
comment on column spine.finding.version is '版本（用于防止互相覆盖）';
create unique index finding_live on spine.finding (source, source_key) where state = 'open';
create index finding_state on spine.finding (state, subsystem);

create table spine.finding_event (
  finding_event_id bigint generated always as identity primary key,
  finding_id uuid not null references spine.finding,
  at timestamptz not null,
  kind text not null check (kind in ('found', 'seen-again', 'severity-changed', 'assigned', 'noted', 'fixed', 'accepted')),
  actor_id uuid,
  actor_name text not null,
  note text not null default '',
  evidence_id uuid references spine.evidence
);
comment on table spine.finding_event is '隐患时间线，只增不改';
comment on column spine.finding_event.finding_event_id is '序号';
comment on column spine.finding_event.finding_id is '隐患标识';
comment on column spine.finding_event.at is '时间';
comment on column spine.finding_event.kind is '事件';
comment on column spine.finding_event.actor_id is '操作者';
comment on column spine.finding_event.actor_name is '操作者名称';
comment on column spine.finding_event.note is '说明';
comment on column spine.finding_event.evidence_id is '证据';
create index finding_event_finding on spine.finding_event (finding_id, finding_event_id);
create trigger finding_event_is_append_only before update or delete on spine.finding_event
  for each row execute function platform.refuse_change();

create table spine.notice (
  notice_id uuid primary key,
  number text not null unique,
  kind text not null,
  clause text not null,
  title text not null,
  content text not null,
  author_id uuid references platform.user_account,
  recipient text not null,
  channel text not null,
  channel_note text not null default '',
  sent_at timestamptz not null,
  event_on date,
  proof_sm3 text references platform.file,
  evidence_id uuid references spine.evidence,
  recorded_at timestamptz not null
);
comment on table spine.notice is '正式告知（提前告知、人员更换、变更等），只增不改';
comment on column spine.notice.notice_id is '告知标识';
comment on column spine.notice.number is '告知编号';
comment on column spine.notice.kind is '类别';
comment on column spine.notice.clause is '依据条款';
comment on column spine.notice.title is '标题';
comment on column spine.notice.content is '内容';
comment on column spine.notice.author_id is '发出人';
comment on column spine.notice.recipient is '接收方';
comment on column spine.notice.channel is '渠道';
comment on column spine.notice.channel_note is '渠道说明：经其他渠道的，写明是什么渠道';
comment on column spine.notice.sent_at is '发出时间';
comment on column spine.notice.event_on is '事件日期：变更生效之日或事情发生之日，时限由此起算';
comment on column spine.notice.proof_sm3 is '送达证明文件';
comment on column spine.notice.evidence_id is '证据';
comment on column spine.notice.recorded_at is '登记时间';
create trigger notice_is_append_only before update or delete on spine.notice
  for each row execute function platform.refuse_change();

create table spine.notice_occurrence (
  notice_id uuid not null references spine.notice,
  occurrence_id uuid not null references spine.occurrence,
  make_up_by timestamptz,
  make_up_work_order_id uuid references spine.work_order,
  primary key (notice_id, occurrence_id)
);
comment on table spine.notice_occurrence is '告知所涉的应办事项及其补做，只增不改';
comment on column spine.notice_occurrence.notice_id is '告知标识';
comment on column spine.notice_occurrence.occurrence_id is '应办事项';
comment on column spine.notice_occurrence.make_up_by is '补做期限';
comment on column spine.notice_occurrence.make_up_work_order_id is '补做工单';
create index notice_occurrence_occurrence on spine.notice_occurrence (occurrence_id);
create trigger notice_occurrence_is_append_only before update or delete on spine.notice_occurrence
  for each row execute function platform.refuse_change();

create table spine.inbox_message (
  inbox_message_id uuid primary key,
  user_id uuid not null references platform.user_account,
  kind text not null,
  dedupe_key text not null,
  title text not null,
  content text not null default '',
  link text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  done_at timestamptz,
  unique (user_id, dedupe_key)
);
comment on table spine.inbox_message is '个人待办与提醒';
comment on column spine.inbox_message.inbox_message_id is '提醒标识';
comment on column spine.inbox_message.user_id is '接收人';
comment on column spine.inbox_message.kind is '类别：将到期、已逾期、被退回、报警等';
comment on column spine.inbox_message.dedupe_key is '同一提醒的标识，防止重复';
comment on column spine.inbox_message.title is '标题';
comment on column spine.inbox_message.content is '内容';
comment on column spine.inbox_message.link is '页面地址';
comment on column spine.inbox_message.created_at is '产生时间';
comment on column spine.inbox_message.read_at is '阅读时间';
comment on column spine.inbox_message.done_at is '处理完成时间';
create index inbox_message_key on spine.inbox_message (dedupe_key);
create index inbox_message_user on spine.inbox_message (user_id, read_at, created_at desc);

create table spine.delivery (
  delivery_id uuid primary key,
  inbox_message_id uuid not null references spine.inbox_message,
  channel text not null check (channel in ('mail', 'webhook')),
  address text not null,
  state text not null check (state in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  answer text not null default '',
  created_at timestamptz not null,
  next_attempt_at timestamptz,
  delivered_at timestamptz,
  unique (inbox_message_id, channel)
);
comment on table spine.delivery is '提醒的外发与送达证明';
comment on column spine.delivery.delivery_id is '外发标识';
comment on column spine.delivery.inbox_message_id is '提醒标识';
comment on column spine.delivery.channel is '渠道：邮件、网络回调';
comment on column spine.delivery.address is '地址';
comment on column spine.delivery.state is '状态：待发、已送达、失败';
comment on column spine.delivery.attempts is '尝试次数';
comment on column spine.delivery.answer is '对方应答（送达证明）';
comment on column spine.delivery.created_at is '产生时间';
comment on column spine.delivery.next_attempt_at is '下次尝试时间；空为不再尝试';
comment on column spine.delivery.delivered_at is '送达时间';
create index delivery_waiting on spine.delivery (next_attempt_at) where state = 'waiting';
