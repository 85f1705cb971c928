-- Three powers keep a centre governable only while each has a holder: without a security administrator nobody can
-- approve a new one. Which roles these are is data of the program, like the roles themselves.
alter table platform.role add column is_always_held boolean not null default false;
comment on column platform.role.is_always_held is '是否须始终有人长期持有：最后一位持有人不得停用、注销或收回';
