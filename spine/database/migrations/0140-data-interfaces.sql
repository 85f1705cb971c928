-- The login by which a system's data is maintained is a component of its own: inspection and backup look at the database itself.
alter table spine.component drop constraint component_kind_check;
alter table spine.component add constraint component_kind_check check (kind in ('web-application', 'database', 'middleware', 'host', 'certificate', 'backup-set', 'account-interface', 'content-interface', 'data-interface'));
