-- Where accounts are maintained by approved orders of another system, the person who approved has no account here: the
-- grant names the order and the approver instead. Until now an empty decider slipped past the four-eyes rule, because a
-- comparison with nothing is neither true nor false: it is closed with this.
alter table platform.role_grant add column decided_reference text check (decided_reference <> '');
comment on column platform.role_grant.decided_reference is '外部审批依据（工单号与审批人），仅用于按外部工单授予';
alter table platform.role_grant drop constraint role_grant_four_eyes;
alter table platform.role_grant add constraint role_grant_four_eyes check (
  state not in ('active', 'refused')
  or requested_by is null
  or (decided_by is not null and decided_by <> requested_by and decided_by <> user_id)
  or (decided_by is null and decided_reference is not null)
);
