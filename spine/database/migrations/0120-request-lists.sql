-- Lists of one kind by state and subsystem, newest first: with a million requests of a kind, the few that are open are found and
-- counted from the index alone.

create index request_kind_state on spine.request (kind, state, subsystem, number desc);
