-- A list of what is open walked the numbers of everything that ever came in: of a million requests seven thousand were read to show
-- fifty. What still lives is little and has an index of its own; the count answers from the other alone, its join needs the id.
create index request_live on spine.request (kind, number desc) where state not in ('closed', 'withdrawn', 'merged', 'refused');
drop index spine.request_kind_state;
create index request_kind_state on spine.request (kind, state, subsystem, number desc) include (request_id);
