-- The way by which a system's accounts are maintained is a component of its own: it has a login of its own, which writes
-- accounts and nothing else, and the inspection's questions are not for it.
alter table spine.component drop constraint component_kind_check;
alter table spine.component add constraint component_kind_check check (kind in ('web-application', 'database', 'middleware', 'host', 'certificate', 'backup-set', 'account-interface'));
