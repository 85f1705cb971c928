-- Accounts are maintained by approved orders of the operations centre. Each order that was carried out stays here, with
-- who asked, who approved and what the account was before and after: this system can account for its own rights without
-- asking anybody, and an order that arrives twice is recognised.
create table casework.account_order (
  account_order_id bigint generated always as identity primary key,
  target text not null,
  order_key text not null,
  account text not null,
  change jsonb not null,
  order_number text not null,
  requester text not null,
  approver text not null,
  executor text not null,
  reason text not null,
  account_before jsonb,
  account_after jsonb not null,
  carried_out_at timestamptz not null,
  carried_out_by uuid not null,
  unique (target, order_key),
  constraint account_order_four_eyes check (approver <> requester and approver <> account and approver <> executor)
);
comment on table casework.account_order is '按工单办理的账号调整';
comment on column casework.account_order.account_order_id is '调整编号';
comment on column casework.account_order.target is '调整对象：本系统网页账号或移动端权限';
comment on column casework.account_order.order_key is '运维中心给出的唯一标识，同一标识只办理一次';
comment on column casework.account_order.account is '账号';
comment on column casework.account_order.change is '调整内容';
comment on column casework.account_order.order_number is '运维中心工单号';
comment on column casework.account_order.requester is '申请人';
comment on column casework.account_order.approver is '审批人';
comment on column casework.account_order.executor is '执行人';
comment on column casework.account_order.reason is '事由';
comment on column casework.account_order.account_before is '调整前的账号，空为新建';
comment on column casework.account_order.account_after is '调整后的账号';
comment on column casework.account_order.carried_out_at is '办理时间';
comment on column casework.account_order.carried_out_by is '办理所用的程序账号';
create index account_order_account on casework.account_order (account, carried_out_at desc);
