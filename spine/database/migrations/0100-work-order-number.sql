-- A list of one service's orders in the order of their numbers, whatever states are asked for: the index by state gives
-- that order only for a single state, and the planner otherwise walked the numbers of all services or sorted every match.

create index work_order_service_number on spine.work_order (service, number desc);
