-- A letter to somebody without an account carries his follow link. Every letter carries the same one while it lives, or each would end
-- the link of the letter before: so the token is kept, sealed. The text of a letter is kept without it, since others read it.

alter table service_desk.follow_link add column token_sealed text;
comment on column service_desk.follow_link.token_sealed is '凭据（封存），供以后的去信附上同一个链接；空为只显示过一次的旧链接';
alter table service_desk.outbound_mail add column carries_link boolean not null default false;
comment on column service_desk.outbound_mail.carries_link is '发出时是否在正文后附跟踪链接；链接本身不留在正文里';
