-- Files of boundaries on their way in. The file itself is not kept: its rows as read are, and what became of them.
create table boundary_imports (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  person_id int not null references people (id),
  file_name text not null,
  -- What the words of the noun say, without the rows.
  state jsonb not null,
  standing text not null default 'open' check (standing in ('open', 'taken', 'discarded')),
  -- Rows as read and faces as cleaned: JSON, packed by gzip.
  source bytea not null,
  cleaned bytea not null,
  saved_at timestamptz not null,
  version int not null default 1
);
create index boundary_imports_town on boundary_imports (town_id, id);
