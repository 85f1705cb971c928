-- The client's requirement may say how long a recovery may take and how much may be lost; a drill that misses it is failed, not only measured.

alter table backup.policy
  add column rto_minutes integer check (rto_minutes > 0),
  add column rpo_minutes integer check (rpo_minutes > 0);
comment on column backup.policy.rto_minutes is '恢复用时目标（分钟），空为要求中没有写明';
comment on column backup.policy.rpo_minutes is '数据丢失窗口目标（分钟），空为要求中没有写明';
