-- Streams go on above this number. As every sequence is, it is raised by a restore, above all numbers that were given
-- out before: whoever has heard more than a backup knows of misses nothing of what comes then.
create sequence event_floor minvalue 0 owned by event_streams.head;
