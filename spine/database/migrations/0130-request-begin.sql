-- A request may be approved for a day to come: it waits for that day, and its work begins by itself.

alter table spine.request
  add column begins_on date,
  drop constraint request_state_check,
  add constraint request_state_check check (state in ('draft', 'in-approval', 'returned', 'refused', 'scheduled', 'ready', 'in-progress', 'waiting', 'delivered', 'closed', 'withdrawn', 'merged')),
  add constraint request_scheduled_for_a_day check (state <> 'scheduled' or begins_on is not null);
comment on column spine.request.state is '状态：草稿、审批中、已退回、不批准、待生效、待办理、办理中、等待中、待验收、已办结、已撤回、已合并';
comment on column spine.request.begins_on is '生效日期：批准之后等到这一天才开始办理，空为批准即办';
create index request_scheduled on spine.request (begins_on) where state = 'scheduled';
