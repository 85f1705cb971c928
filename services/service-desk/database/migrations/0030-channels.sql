-- Channels joined to tickets, and what comes after a solution: the thread of a ticket, links by which people without an account
-- follow it, the requester's own rating, and sampled call-backs by a third person. Who may rate is kept here, whoever writes.

alter table service_desk.mail_thread add column request_id uuid references spine.request;
comment on column service_desk.mail_thread.request_id is '这次往来所属的服务工单';
create index mail_thread_request on service_desk.mail_thread (request_id) where request_id is not null;

create table service_desk.aftercare_rules (
  effective_on date primary key,
  link_days integer not null check (link_days between 1 and 365),
  sample_percent integer not null check (sample_percent between 0 and 100),
  reason text not null,
  set_at timestamptz not null,
  set_by uuid references platform.user_account,
  set_by_name text not null
);
comment on table service_desk.aftercare_rules is '跟踪与回访规则：自生效日起适用，只增不改';
comment on column service_desk.aftercare_rules.effective_on is '生效日期';
comment on column service_desk.aftercare_rules.link_days is '跟踪链接的有效天数，自发出时起';
comment on column service_desk.aftercare_rules.sample_percent is '回访抽样比例（%），按工单标识确定，可复算';
comment on column service_desk.aftercare_rules.reason is '理由';
comment on column service_desk.aftercare_rules.set_at is '设置时间';
comment on column service_desk.aftercare_rules.set_by is '设置人';
comment on column service_desk.aftercare_rules.set_by_name is '设置人姓名';
create trigger aftercare_rules_is_append_only before update or delete on service_desk.aftercare_rules
  for each row execute function platform.refuse_change();
insert into service_desk.aftercare_rules (effective_on, link_days, sample_percent, reason, set_at, set_by_name)
values ('2000-01-01', 30, 10, '合同未约定，按通行的服务台做法设为内部规则', now(), '系统缺省');

create table service_desk.follow_link (
  request_id uuid primary key references spine.request,
  expires_at timestamptz not null,
  issued_at timestamptz not null,
  issued_by uuid references platform.user_account,
  issued_by_name text not null
);
comment on table service_desk.follow_link is '没有账号的人跟踪工单的链接；只存凭据的摘要（在申请中），重发即作废旧链接';
comment on column service_desk.follow_link.request_id is '服务工单';
comment on column service_desk.follow_link.expires_at is '失效时间';
comment on column service_desk.follow_link.issued_at is '发出时间';
comment on column service_desk.follow_link.issued_by is '发出人';
comment on column service_desk.follow_link.issued_by_name is '发出人姓名';

create table service_desk.follow_rate (
  address_digest text primary key,
  began_at timestamptz not null,
  asks integer not null
);
comment on table service_desk.follow_rate is '跟踪链接的访问频次，按来访地址的摘要计，过时即删';
comment on column service_desk.follow_rate.address_digest is '来访地址的摘要';
comment on column service_desk.follow_rate.began_at is '计数开始的时间';
comment on column service_desk.follow_rate.asks is '此后的访问次数';

create table service_desk.survey (
  request_id uuid primary key references service_desk.ticket,
  channel text not null check (channel in ('portal', 'link')),
  score integer not null check (score between 1 and 5),
  remark text not null default '',
  answered_at timestamptz not null,
  answered_by uuid references platform.user_account,
  check ((channel = 'portal') = (answered_by is not null))
);
comment on table service_desk.survey is '满意度评价：办结后由提出人自己评价，一次，不能修改';
comment on column service_desk.survey.request_id is '服务工单';
comment on column service_desk.survey.channel is '渠道：自助门户、跟踪链接';
comment on column service_desk.survey.score is '满意度，1（很不满意）至 5（很满意）';
comment on column service_desk.survey.remark is '评价说明';
comment on column service_desk.survey.answered_at is '评价时间';
comment on column service_desk.survey.answered_by is '评价人；经跟踪链接的为空';
create trigger survey_is_append_only before update or delete on service_desk.survey
  for each row execute function platform.refuse_change();

create function service_desk.refuse_rating_by_others() returns trigger language plpgsql as $$
begin
  if not exists (select from spine.request r where r.request_id = new.request_id and r.state = 'closed' and r.requester_id is not distinct from new.answered_by) then
    raise exception '只有提出人可以在办结后评价' using errcode = 'check_violation', constraint = 'survey_by_requester_after_closing';
  end if;
  return new;
end
$$;
comment on function service_desk.refuse_rating_by_others is '满意度只由提出人在办结后评价';
create trigger survey_by_requester_after_closing before insert on service_desk.survey
  for each row execute function service_desk.refuse_rating_by_others();

create table service_desk.follow_up (
  request_id uuid primary key references service_desk.ticket,
  drawn_at timestamptz not null,
  sample_percent integer not null,
  outcome text not null default 'waiting' check (outcome in ('waiting', 'reached', 'unreached')),
  score integer check (score between 1 and 5),
  remark text not null default '',
  done_at timestamptz,
  done_by uuid references platform.user_account,
  done_by_name text,
  version integer not null default 1,
  check ((outcome = 'waiting') = (done_by is null)),
  check ((outcome = 'waiting') = (done_at is null)),
  check ((outcome = 'reached') = (score is not null))
);
comment on table service_desk.follow_up is '抽样回访：由没有经手、也不是提出人的第三人进行';
comment on column service_desk.follow_up.request_id is '服务工单';
comment on column service_desk.follow_up.drawn_at is '抽中时间（办结时）';
comment on column service_desk.follow_up.sample_percent is '当时的抽样比例（%）';
comment on column service_desk.follow_up.outcome is '结果：待回访、已回访、未联系上';
comment on column service_desk.follow_up.score is '满意度，1 至 5';
comment on column service_desk.follow_up.remark is '回访记录';
comment on column service_desk.follow_up.done_at is '回访时间';
comment on column service_desk.follow_up.done_by is '回访人';
comment on column service_desk.follow_up.done_by_name is '回访人姓名';
comment on column service_desk.follow_up.version is '版本（用于防止互相覆盖）';
create index follow_up_waiting on service_desk.follow_up (drawn_at) where outcome = 'waiting';

create function service_desk.refuse_follow_up_by_party() returns trigger language plpgsql as $$
begin
  if exists (select from spine.request r where r.request_id = new.request_id and new.done_by in (r.requester_id, r.assignee_id))
    or exists (select from spine.request_event e where e.request_id = new.request_id and (e.actor_id = new.done_by or (e.kind = 'assigned' and e.details ->> 'assigneeId' = new.done_by::text))) then
    raise exception '经手人和提出人不得回访同一工单' using errcode = 'check_violation', constraint = 'follow_up_by_third_person';
  end if;
  return new;
end
$$;
comment on function service_desk.refuse_follow_up_by_party is '回避：经手人和提出人不得回访同一工单';
create trigger follow_up_by_third_person before insert or update on service_desk.follow_up
  for each row when (new.done_by is not null) execute function service_desk.refuse_follow_up_by_party();
