-- Tickets are requests of the spine; here is what only the hotline knows of them: line, call, caller, kind of matter, weight and
-- the first answer. The rules (weight → priority → targets) are dated and only added to, so that each ticket can say by which it was measured.

create table service_desk.ticket_rules (
  effective_on date primary key,
  priorities jsonb not null,
  targets jsonb not null,
  reason text not null,
  set_at timestamptz not null,
  set_by uuid references platform.user_account,
  set_by_name text not null
);
comment on table service_desk.ticket_rules is '服务工单规则：影响与紧急程度定优先级，优先级定时限；自生效日起适用，只增不改';
comment on column service_desk.ticket_rules.effective_on is '生效日期';
comment on column service_desk.ticket_rules.priorities is '优先级矩阵：影响 → 紧急程度 → 优先级';
comment on column service_desk.ticket_rules.targets is '各优先级的首次响应与解决时限，各注明是否合同约定';
comment on column service_desk.ticket_rules.reason is '理由';
comment on column service_desk.ticket_rules.set_at is '设置时间';
comment on column service_desk.ticket_rules.set_by is '设置人';
comment on column service_desk.ticket_rules.set_by_name is '设置人姓名';
create trigger ticket_rules_is_append_only before update or delete on service_desk.ticket_rules
  for each row execute function platform.refuse_change();

-- Customary targets of public IT service desks; the contract says 及时 without a number (AMB-09), so none is contractual.
insert into service_desk.ticket_rules (effective_on, priorities, targets, reason, set_at, set_by_name) values (
  '2000-01-01',
  '{"subsystem": {"stopped": "p1", "hindered": "p2", "none": "p3"}, "unit": {"stopped": "p2", "hindered": "p3", "none": "p4"}, "person": {"stopped": "p3", "hindered": "p3", "none": "p4"}}',
  '{"p1": {"answer": {"kind": "wall-minutes", "amount": 15, "contractual": false}, "solution": {"kind": "wall-minutes", "amount": 240, "contractual": false}},
    "p2": {"answer": {"kind": "window-minutes", "amount": 30, "window": "5x9", "contractual": false}, "solution": {"kind": "window-minutes", "amount": 480, "window": "5x9", "contractual": false}},
    "p3": {"answer": {"kind": "window-minutes", "amount": 120, "window": "5x9", "contractual": false}, "solution": {"kind": "window-minutes", "amount": 1080, "window": "5x9", "contractual": false}},
    "p4": {"answer": {"kind": "window-minutes", "amount": 240, "window": "5x9", "contractual": false}, "solution": {"kind": "window-minutes", "amount": 2700, "window": "5x9", "contractual": false}}}',
  '合同只写“及时”，未约定数字（AMB-09）；按通行的服务台时限设为内部目标', now(), '系统缺省'
);

create table service_desk.ticket (
  request_id uuid primary key references spine.request,
  line text references service_desk.telephone_line,
  telephone_call_id uuid references service_desk.telephone_call,
  contact_id uuid references spine.contact,
  person_id uuid references spine.person,
  category text not null check (category in ('advice', 'fault', 'permission', 'data', 'complaint', 'wish')),
  impact text not null check (impact in ('subsystem', 'unit', 'person')),
  urgency text not null check (urgency in ('stopped', 'hindered', 'none')),
  rules_on date not null references service_desk.ticket_rules,
  received_at timestamptz not null,
  registered_at timestamptz not null,
  first_answered_at timestamptz,
  first_answered_by uuid references platform.user_account,
  first_answer text not null default '',
  is_solved_at_once boolean not null default false,
  call_back_at timestamptz,
  terms text[] not null default '{}'
);
comment on table service_desk.ticket is '服务工单：热线专有的部分；流程、版次、时限、经过在申请中';
comment on column service_desk.ticket.request_id is '申请';
comment on column service_desk.ticket.line is '来电线路；空为不经热线受理';
comment on column service_desk.ticket.telephone_call_id is '来电';
comment on column service_desk.ticket.contact_id is '来电号码或发件邮箱；号码归属变了，工单随之显示新的归属';
comment on column service_desk.ticket.person_id is '来电人（已知的人员）';
comment on column service_desk.ticket.category is '类别：咨询、故障、权限、数据、投诉、需求';
comment on column service_desk.ticket.impact is '影响：整个子系统、一个单位、个人';
comment on column service_desk.ticket.urgency is '紧急程度：业务中断、受影响、不影响';
comment on column service_desk.ticket.rules_on is '所用规则的生效日期';
comment on column service_desk.ticket.received_at is '接到时间：时限自此起算';
comment on column service_desk.ticket.registered_at is '录单时间';
comment on column service_desk.ticket.first_answered_at is '首次答复时间';
comment on column service_desk.ticket.first_answered_by is '首次答复人';
comment on column service_desk.ticket.first_answer is '首次答复内容';
comment on column service_desk.ticket.is_solved_at_once is '首次接触即交付解决办法';
comment on column service_desk.ticket.call_back_at is '承诺的回电时刻';
comment on column service_desk.ticket.terms is '检索词：标题与描述的字词';
create index ticket_received on service_desk.ticket (received_at desc, request_id);
create index ticket_call on service_desk.ticket (telephone_call_id) where telephone_call_id is not null;
create index ticket_contact on service_desk.ticket (contact_id) where contact_id is not null;
create index ticket_terms on service_desk.ticket using gin (terms);
