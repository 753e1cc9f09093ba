-- Requests are counted by these alone: past their time they are open no more, and those of who was banned are
-- not shown.
drop index requests_newest;
create index requests_newest on requests (id) include (user_id) where status <> 'DELETED';
drop index requests_status;
create index requests_status on requests (status, id) include (user_id, expires_at);
