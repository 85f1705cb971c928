-- Rights may begin on a day after their approval; what they count from is then that day.

comment on table access_adjustment.timed_grant is '限期授权：从批准之时（指定生效日期的，从当日零时）起算，到时收回并读回证明';
comment on column access_adjustment.timed_grant.starts_at is '起算时间（批准或生效时间）';
