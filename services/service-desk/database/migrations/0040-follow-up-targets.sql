-- Until when a drawn ticket is called about had no number: nobody could say which call-backs were late. The target is set with the
-- other rules of aftercare, by priority, and kept with the follow-up, so that later rules judge nothing that was drawn before.

alter table service_desk.aftercare_rules add column targets jsonb not null default
  '{"p1": {"amount": 1, "contractual": false}, "p2": {"amount": 3, "contractual": false}, "p3": {"amount": 5, "contractual": false}, "p4": {"amount": 5, "contractual": false}}';
alter table service_desk.aftercare_rules alter column targets drop default;
comment on column service_desk.aftercare_rules.targets is '各优先级的回访时限：抽中后的工作日数，各注明是否合同约定及条款';

alter table service_desk.follow_up add column target jsonb;
alter table service_desk.follow_up add column due_at timestamptz;
alter table service_desk.follow_up add column first_done_at timestamptz;
comment on column service_desk.follow_up.target is '抽中时的回访时限（时限时钟的目标）；空为设定时限以前抽中的';
comment on column service_desk.follow_up.due_at is '应回访的时刻，由抽中时间和时限算出，供清单筛选';
comment on column service_desk.follow_up.first_done_at is '首次登记回访的时间，时限按它判定；以后再次联系不改变';
update service_desk.follow_up set first_done_at = done_at where done_at is not null;
create index follow_up_due on service_desk.follow_up (due_at) where first_done_at is null;
