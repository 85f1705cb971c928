-- Mail of the service desk: mailboxes that are read, messages that came with what was left out and why, threads that join question and
-- answers, and what was sent. Addresses of people live in the spine (contacts), sealed.

create table service_desk.mailbox (
  mailbox text primary key,
  title text not null,
  address text not null,
  host text not null,
  port integer not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  username text not null,
  password_sealed text not null,
  folder text not null,
  max_message_bytes bigint not null,
  max_hourly_per_sender integer not null check (max_hourly_per_sender > 0),
  is_enabled boolean not null,
  uid_validity text,
  last_uid bigint not null default 0,
  read_at timestamptz,
  failure text,
  lease_holder text,
  lease_until timestamptz,
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by uuid references platform.user_account
);
comment on table service_desk.mailbox is '收件邮箱（IMAP）';
comment on column service_desk.mailbox.mailbox is '代号';
comment on column service_desk.mailbox.title is '名称';
comment on column service_desk.mailbox.address is '邮箱地址（本系统自己的）';
comment on column service_desk.mailbox.host is '服务器；须在地址允许清单内';
comment on column service_desk.mailbox.port is '端口';
comment on column service_desk.mailbox.security is '加密方式：TLS、STARTTLS、不加密';
comment on column service_desk.mailbox.username is '账号';
comment on column service_desk.mailbox.password_sealed is '口令（加密保存，只能更换，不能读回）';
comment on column service_desk.mailbox.folder is '文件夹';
comment on column service_desk.mailbox.max_message_bytes is '整封邮件的大小上限（字节）；超出的只收正文，附件留在邮箱';
comment on column service_desk.mailbox.max_hourly_per_sender is '同一发件人每小时的封数上限；超出的隔离';
comment on column service_desk.mailbox.is_enabled is '是否启用';
comment on column service_desk.mailbox.uid_validity is '服务器的编号版本（IMAP UIDVALIDITY）';
comment on column service_desk.mailbox.last_uid is '已收到的最大编号（IMAP UID）';
comment on column service_desk.mailbox.read_at is '最近一次收取成功的时间';
comment on column service_desk.mailbox.failure is '最近一次失败的原因；空为正常';
comment on column service_desk.mailbox.lease_holder is '正在收取的工作进程';
comment on column service_desk.mailbox.lease_until is '值守到';
comment on column service_desk.mailbox.version is '版本（用于防止互相覆盖）';
comment on column service_desk.mailbox.changed_at is '修改时间';
comment on column service_desk.mailbox.changed_by is '修改人';

create table service_desk.public_mail_domain (
  domain text primary key check (domain = lower(domain)),
  added_at timestamptz not null default now(),
  added_by uuid references platform.user_account
);
comment on table service_desk.public_mail_domain is '公共免费邮箱域名：只发通知，不带数据附件（合同一.5、九(八)，AMB-43）';
comment on column service_desk.public_mail_domain.domain is '域名';
comment on column service_desk.public_mail_domain.added_at is '加入时间';
comment on column service_desk.public_mail_domain.added_by is '加入人；空为随系统提供';
insert into service_desk.public_mail_domain (domain) values ('qq.com'), ('foxmail.com'), ('163.com'), ('126.com'), ('yeah.net'), ('sina.com'), ('sina.cn'), ('sohu.com'), ('139.com'), ('189.cn'), ('aliyun.com'), ('tom.com'), ('21cn.com'), ('gmail.com'), ('outlook.com'), ('hotmail.com'), ('yahoo.com'), ('icloud.com');

create table service_desk.mail_thread (
  mail_thread_id uuid primary key,
  number text not null unique,
  subject text not null,
  contact_id uuid references spine.contact,
  mailbox text not null references service_desk.mailbox,
  opened_at timestamptz not null,
  last_at timestamptz not null,
  waits boolean not null,
  version integer not null default 1
);
comment on table service_desk.mail_thread is '往来邮件：一个问题的来信与答复';
comment on column service_desk.mail_thread.mail_thread_id is '往来标识';
comment on column service_desk.mail_thread.number is '往来编号，写在答复的主题里';
comment on column service_desk.mail_thread.subject is '主题';
comment on column service_desk.mail_thread.contact_id is '来信人的邮箱';
comment on column service_desk.mail_thread.mailbox is '收件邮箱';
comment on column service_desk.mail_thread.opened_at is '首封来信的时间';
comment on column service_desk.mail_thread.last_at is '最近一封的时间';
comment on column service_desk.mail_thread.waits is '是否等待答复';
comment on column service_desk.mail_thread.version is '版本（用于防止互相覆盖）';
create index mail_thread_last on service_desk.mail_thread (waits, last_at desc);

create table service_desk.inbound_mail (
  inbound_mail_id uuid primary key,
  mailbox text not null references service_desk.mailbox,
  uid_validity text not null,
  uid bigint not null,
  message_id text not null,
  mail_thread_id uuid references service_desk.mail_thread,
  contact_id uuid references spine.contact,
  from_name text not null,
  subject text not null,
  text text not null,
  quoted text not null,
  references_ids text[] not null,
  state text not null check (state in ('taken', 'quarantined', 'bounce')),
  reason text not null default '',
  note text not null default '',
  bytes bigint not null,
  sent_at timestamptz,
  received_at timestamptz not null,
  released_at timestamptz,
  released_by uuid references platform.user_account,
  release_reason text,
  unique (mailbox, uid_validity, uid),
  unique (mailbox, message_id)
);
comment on table service_desk.inbound_mail is '来信';
comment on column service_desk.inbound_mail.inbound_mail_id is '来信标识';
comment on column service_desk.inbound_mail.mailbox is '收件邮箱';
comment on column service_desk.inbound_mail.uid_validity is '服务器的编号版本';
comment on column service_desk.inbound_mail.uid is '服务器中的编号';
comment on column service_desk.inbound_mail.message_id is '邮件标识（Message-ID）；没有的以内容摘要代替';
comment on column service_desk.inbound_mail.mail_thread_id is '所属往来';
comment on column service_desk.inbound_mail.contact_id is '来信人的邮箱';
comment on column service_desk.inbound_mail.from_name is '来信人自称的姓名〔个人信息〕';
comment on column service_desk.inbound_mail.subject is '主题';
comment on column service_desk.inbound_mail.text is '正文（去掉引用）';
comment on column service_desk.inbound_mail.quoted is '引用的原文';
comment on column service_desk.inbound_mail.references_ids is '所答复与提到的邮件标识';
comment on column service_desk.inbound_mail.state is '状态：已收、隔离、退信';
comment on column service_desk.inbound_mail.reason is '隔离或退信的原因';
comment on column service_desk.inbound_mail.note is '收取时的说明：附件过大等';
comment on column service_desk.inbound_mail.bytes is '整封字节数';
comment on column service_desk.inbound_mail.sent_at is '来信自称的时间';
comment on column service_desk.inbound_mail.received_at is '收到时间';
comment on column service_desk.inbound_mail.released_at is '放行时间';
comment on column service_desk.inbound_mail.released_by is '放行人';
comment on column service_desk.inbound_mail.release_reason is '放行理由';
create index inbound_mail_thread on service_desk.inbound_mail (mail_thread_id, received_at);
create index inbound_mail_received on service_desk.inbound_mail (state, received_at desc);
create index inbound_mail_sender on service_desk.inbound_mail (contact_id, received_at desc);

create table service_desk.mail_attachment (
  mail_attachment_id uuid primary key,
  inbound_mail_id uuid references service_desk.inbound_mail,
  outbound_mail_id uuid,
  position integer not null,
  file_name text not null,
  media_type text not null,
  bytes bigint not null,
  sm3 text,
  check ((inbound_mail_id is null) <> (outbound_mail_id is null))
);
comment on table service_desk.mail_attachment is '邮件附件';
comment on column service_desk.mail_attachment.mail_attachment_id is '附件标识';
comment on column service_desk.mail_attachment.inbound_mail_id is '来信';
comment on column service_desk.mail_attachment.outbound_mail_id is '去信';
comment on column service_desk.mail_attachment.position is '次序';
comment on column service_desk.mail_attachment.file_name is '文件名';
comment on column service_desk.mail_attachment.media_type is '媒体类型';
comment on column service_desk.mail_attachment.bytes is '字节数';
comment on column service_desk.mail_attachment.sm3 is '内容摘要；空为过大而留在邮箱';
create index mail_attachment_inbound on service_desk.mail_attachment (inbound_mail_id, position);

create table service_desk.outbound_mail (
  outbound_mail_id uuid primary key,
  mail_thread_id uuid not null references service_desk.mail_thread,
  kind text not null check (kind in ('answer', 'automatic')),
  contact_id uuid not null references spine.contact,
  message_id text not null unique,
  in_reply_to text,
  subject text not null,
  text text not null,
  state text not null check (state in ('waiting', 'sent', 'failed', 'bounced')),
  attempts integer not null default 0,
  answer text not null default '',
  written_at timestamptz not null,
  written_by uuid references platform.user_account,
  written_by_name text not null,
  next_attempt_at timestamptz,
  sent_at timestamptz
);
comment on table service_desk.outbound_mail is '去信：答复与自动告知';
comment on column service_desk.outbound_mail.outbound_mail_id is '去信标识';
comment on column service_desk.outbound_mail.mail_thread_id is '所属往来';
comment on column service_desk.outbound_mail.kind is '答复、自动告知';
comment on column service_desk.outbound_mail.contact_id is '收件人的邮箱';
comment on column service_desk.outbound_mail.message_id is '邮件标识（Message-ID）';
comment on column service_desk.outbound_mail.in_reply_to is '所答复的邮件';
comment on column service_desk.outbound_mail.subject is '主题';
comment on column service_desk.outbound_mail.text is '正文';
comment on column service_desk.outbound_mail.state is '状态：待发、已发、失败、被退回';
comment on column service_desk.outbound_mail.attempts is '发送次数';
comment on column service_desk.outbound_mail.answer is '邮件服务器的应答或退信原因';
comment on column service_desk.outbound_mail.written_at is '写成时间';
comment on column service_desk.outbound_mail.written_by is '作者';
comment on column service_desk.outbound_mail.written_by_name is '作者名称';
comment on column service_desk.outbound_mail.next_attempt_at is '下次发送时间';
comment on column service_desk.outbound_mail.sent_at is '发出时间';
create index outbound_mail_thread on service_desk.outbound_mail (mail_thread_id, written_at);
create index outbound_mail_waiting on service_desk.outbound_mail (next_attempt_at) where state = 'waiting';
alter table service_desk.mail_attachment add foreign key (outbound_mail_id) references service_desk.outbound_mail;
create index mail_attachment_outbound on service_desk.mail_attachment (outbound_mail_id, position);
