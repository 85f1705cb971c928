-- The way by which a system's maintained content is published is a component of its own, as that for its accounts is.
alter table spine.component drop constraint component_kind_check;
alter table spine.component add constraint component_kind_check check (kind in ('web-application', 'database', 'middleware', 'host', 'certificate', 'backup-set', 'account-interface', 'content-interface'));
