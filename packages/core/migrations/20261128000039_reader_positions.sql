-- Up to which event clients have got that do not say so themselves, while they are connected and for a
-- few minutes more. One row a connection and door, written often: nothing that changes is in an index, but for
-- what housekeeping asks.
create table reader_positions (
  id        uuid primary key,
  user_id   bigint not null,
  session   text not null,
  door      text not null,
  positions jsonb not null,
  is_open   boolean not null,
  is_taken  boolean not null,
  seen_at   timestamptz not null
) with (fillfactor = 50);
create index reader_positions_session on reader_positions (user_id, session, door);
create index reader_positions_age on reader_positions using brin (seen_at) with (autosummarize);
