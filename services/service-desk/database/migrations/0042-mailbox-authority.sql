-- Mail servers within the client's network have certificates of an authority that no machine knows. Without this setting the only
-- ways were to install it in the machine or to read mail unencrypted.

alter table service_desk.mailbox add column ca text not null default '';
comment on column service_desk.mailbox.ca is '收件服务器根证书（PEM），内部签发的证书用；空为采用本机信任的机构';
