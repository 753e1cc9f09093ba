-- Which functions and views there are: the text of each stands in a file of the code that applied them.
create table current_sql (
  only_row  boolean primary key default true check (only_row),
  -- A process applies its own texts only where no newer ones are.
  version   integer not null,
  digest    text not null,
  -- Such as 'function ledger.hold': what the next texts replace, or drop where they no longer name it.
  objects   text[] not null,
  applied_at timestamptz not null default now()
);
