-- Data is maintained by approved orders of the operations centre. Each transaction that was committed leaves its mark here: whoever
-- asks later, also after both sides were killed, finds out whether a change is there, and none is made twice.
create table casework.xinyun_data_change (
  change_key varchar(120) primary key,
  order_no varchar(60) not null,
  approver varchar(300) not null,
  executor varchar(300) not null,
  order_sm3 char(64) not null,
  image_sm3 char(64) not null,
  affected varchar(2000) not null,
  last_key varchar(2000),
  made_at varchar(40) not null
);
comment on table casework.xinyun_data_change is '运维中心按需求单所做的数据调整';
comment on column casework.xinyun_data_change.change_key is '改动标识，同一标识只提交一次';
comment on column casework.xinyun_data_change.order_no is '需求单号';
comment on column casework.xinyun_data_change.approver is '批准人';
comment on column casework.xinyun_data_change.executor is '执行人';
comment on column casework.xinyun_data_change.order_sm3 is '所执行内容的 SM3';
comment on column casework.xinyun_data_change.image_sm3 is '改动前后影像的 SM3';
comment on column casework.xinyun_data_change.affected is '各语句影响行数（JSON）';
comment on column casework.xinyun_data_change.last_key is '分批执行时本批最后一行的主键（JSON）';
comment on column casework.xinyun_data_change.made_at is '提交时间';
