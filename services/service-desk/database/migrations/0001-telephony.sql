-- Telephone calls of the service lines: what the exchange (or the person who took the call) said happened, kept as events that
-- are added and never changed; the state of a call is a projection of them. Numbers live in the spine (contacts), sealed.

create schema service_desk;
comment on schema service_desk is '服务热线';

create table service_desk.telephone_line (
  line text primary key,
  title text not null,
  is_open boolean not null default true,
  version integer not null default 1
);
comment on table service_desk.telephone_line is '服务热线的线路（合同：7726、7717）';
comment on column service_desk.telephone_line.line is '线路号码';
comment on column service_desk.telephone_line.title is '名称';
comment on column service_desk.telephone_line.is_open is '是否开通；不开通的线路的事件不予接收';
comment on column service_desk.telephone_line.version is '版本（用于防止互相覆盖）';
insert into service_desk.telephone_line (line, title) values ('7726', '服务热线 7726'), ('7717', '服务热线 7717');

create table service_desk.telephone_source (
  source text primary key,
  title text not null,
  secret_sealed text not null,
  secret_changed_at timestamptz not null,
  tolerance_seconds integer not null check (tolerance_seconds between 10 and 3600),
  is_enabled boolean not null,
  last_event_at timestamptz,
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by uuid references platform.user_account
);
comment on table service_desk.telephone_source is '电话事件的来源：总机或 SIP 旁听程序，各有签名密钥';
comment on column service_desk.telephone_source.source is '来源代号，出现在事件地址中';
comment on column service_desk.telephone_source.title is '名称';
comment on column service_desk.telephone_source.secret_sealed is '签名密钥（加密保存，只能更换，不能读回）';
comment on column service_desk.telephone_source.secret_changed_at is '密钥更换时间';
comment on column service_desk.telephone_source.tolerance_seconds is '签名时间允许的偏差（秒）';
comment on column service_desk.telephone_source.is_enabled is '是否启用';
comment on column service_desk.telephone_source.last_event_at is '最近收到事件的时间';
comment on column service_desk.telephone_source.version is '版本（用于防止互相覆盖）';
comment on column service_desk.telephone_source.changed_at is '修改时间';
comment on column service_desk.telephone_source.changed_by is '修改人';

create table service_desk.telephone_call (
  telephone_call_id uuid primary key,
  origin text not null check (origin in ('pbx', 'hand-logged')),
  source text references service_desk.telephone_source,
  source_call_id text,
  line text not null references service_desk.telephone_line,
  contact_id uuid references spine.contact,
  agent text not null default '',
  state text not null check (state in ('ringing', 'answered', 'abandoned', 'ended')),
  began_at timestamptz not null,
  answered_at timestamptz,
  over_at timestamptz,
  note text not null default '',
  logged_by uuid references platform.user_account,
  logged_by_name text,
  logged_at timestamptz not null,
  check ((origin = 'pbx') = (source is not null and source_call_id is not null)),
  unique (source, source_call_id)
);
comment on table service_desk.telephone_call is '来电；状态与时间由其事件推算';
comment on column service_desk.telephone_call.telephone_call_id is '来电标识';
comment on column service_desk.telephone_call.origin is '来历：总机上报、人工登记';
comment on column service_desk.telephone_call.source is '电话事件来源';
comment on column service_desk.telephone_call.source_call_id is '来源中的通话标识';
comment on column service_desk.telephone_call.line is '线路';
comment on column service_desk.telephone_call.contact_id is '主叫号码；空为不显示号码的来电';
comment on column service_desk.telephone_call.agent is '接听的分机或座席';
comment on column service_desk.telephone_call.state is '状态：振铃、已接听、未接放弃、已结束';
comment on column service_desk.telephone_call.began_at is '最早一个事件的时间';
comment on column service_desk.telephone_call.answered_at is '接听时间';
comment on column service_desk.telephone_call.over_at is '放弃或结束的时间';
comment on column service_desk.telephone_call.note is '登记说明';
comment on column service_desk.telephone_call.logged_by is '人工登记人';
comment on column service_desk.telephone_call.logged_by_name is '人工登记人姓名';
comment on column service_desk.telephone_call.logged_at is '进入系统的时间';
create index telephone_call_began on service_desk.telephone_call (began_at desc, telephone_call_id);
create index telephone_call_live on service_desk.telephone_call (began_at) where state = 'ringing';
create index telephone_call_contact on service_desk.telephone_call (contact_id, began_at desc);

create table service_desk.telephone_event (
  telephone_event_id bigint generated always as identity primary key,
  telephone_call_id uuid not null references service_desk.telephone_call,
  source text references service_desk.telephone_source,
  event_id text not null,
  kind text not null check (kind in ('ringing', 'answered', 'abandoned', 'ended', 'recording')),
  at timestamptz not null,
  agent text not null default '',
  signature text not null default '',
  received_at timestamptz not null,
  unique nulls not distinct (source, event_id)
);
comment on table service_desk.telephone_event is '电话事件，只增不改；不含号码和录音位置';
comment on column service_desk.telephone_event.telephone_event_id is '序号';
comment on column service_desk.telephone_event.telephone_call_id is '来电';
comment on column service_desk.telephone_event.source is '来源；空为人工登记';
comment on column service_desk.telephone_event.event_id is '来源给出的事件标识：同一事件只记一次';
comment on column service_desk.telephone_event.kind is '事件：振铃、接听、放弃、结束、录音';
comment on column service_desk.telephone_event.at is '发生时间';
comment on column service_desk.telephone_event.agent is '分机或座席';
comment on column service_desk.telephone_event.signature is '签名，用以识别原样重放';
comment on column service_desk.telephone_event.received_at is '收到时间';
create index telephone_event_call on service_desk.telephone_event (telephone_call_id, at);
create trigger telephone_event_is_append_only before update or delete on service_desk.telephone_event
  for each row execute function platform.refuse_change();

create table service_desk.call_recording (
  telephone_call_id uuid primary key references service_desk.telephone_call,
  reference_sealed text,
  seconds integer,
  received_at timestamptz not null,
  removed_at timestamptz,
  removal_reason text,
  check ((reference_sealed is null) = (removed_at is not null))
);
comment on table service_desk.call_recording is '通话录音的位置（个人信息）：到期移除，只留移除记录';
comment on column service_desk.call_recording.telephone_call_id is '来电';
comment on column service_desk.call_recording.reference_sealed is '录音在总机中的位置（加密保存）〔个人信息〕';
comment on column service_desk.call_recording.seconds is '时长（秒）';
comment on column service_desk.call_recording.received_at is '收到时间';
comment on column service_desk.call_recording.removed_at is '移除时间';
comment on column service_desk.call_recording.removal_reason is '移除依据';
create index call_recording_kept on service_desk.call_recording (received_at) where removed_at is null;

create table service_desk.recording_access (
  recording_access_id bigint generated always as identity primary key,
  telephone_call_id uuid not null references service_desk.telephone_call,
  kind text not null check (kind in ('opened', 'removed')),
  at timestamptz not null,
  actor_id uuid references platform.user_account,
  actor_name text not null,
  reason text not null
);
comment on table service_desk.recording_access is '录音的调取与移除记录，只增不改';
comment on column service_desk.recording_access.recording_access_id is '序号';
comment on column service_desk.recording_access.telephone_call_id is '来电';
comment on column service_desk.recording_access.kind is '调取或移除';
comment on column service_desk.recording_access.at is '时间';
comment on column service_desk.recording_access.actor_id is '操作者';
comment on column service_desk.recording_access.actor_name is '操作者名称';
comment on column service_desk.recording_access.reason is '理由或依据';
create index recording_access_call on service_desk.recording_access (telephone_call_id, recording_access_id);
create trigger recording_access_is_append_only before update or delete on service_desk.recording_access
  for each row execute function platform.refuse_change();

create table service_desk.recording_retention (
  effective_on date primary key,
  keeps_days integer not null check (keeps_days between 1 and 3650),
  reason text not null,
  set_at timestamptz not null,
  set_by uuid references platform.user_account,
  set_by_name text not null
);
comment on table service_desk.recording_retention is '录音保留期：自生效日起；没有设置的保留 180 天（合同未约定）';
comment on column service_desk.recording_retention.effective_on is '生效日';
comment on column service_desk.recording_retention.keeps_days is '保留天数';
comment on column service_desk.recording_retention.reason is '理由';
comment on column service_desk.recording_retention.set_at is '设置时间';
comment on column service_desk.recording_retention.set_by is '设置人';
comment on column service_desk.recording_retention.set_by_name is '设置人姓名';
create trigger recording_retention_is_append_only before update or delete on service_desk.recording_retention
  for each row execute function platform.refuse_change();
