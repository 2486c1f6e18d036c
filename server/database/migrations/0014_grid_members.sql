-- Who keeps a grid: people of the grid service, and which grids they hold from when to when.
create table members (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  name text not null check (name <> ''),
  phone text not null default '',
  unit text not null default '',
  -- The last day of service; the postings stay for the record.
  left_on date,
  version int not null default 1
);
create index members_town on members (town_id);

create table postings (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  member_id int not null references members (id) on delete cascade,
  grid_id int not null references grids (id) on delete cascade,
  role text not null check (role in ('station-head', 'grid-head', 'grid-worker', 'full-time', 'part-time', 'assistant',
    'advisor', 'police', 'militia', 'household-lead')),
  duty text not null check (duty in ('lead', 'backup', 'member')),
  from_on date not null,
  -- The last day; null as long as no end is set.
  to_on date,
  version int not null default 1,
  check (to_on is null or to_on >= from_on)
);
create index postings_grid on postings (grid_id);
create index postings_member on postings (member_id);
create index postings_town on postings (town_id);

-- How the codes of a town's grids are made; every edition stays.
create table grid_code_rules (
  town_id int not null references regions (id) on delete cascade,
  edition int not null check (edition > 0),
  level_digits int not null check (level_digits between 0 and 2),
  serial_digits int not null check (serial_digits between 2 and 6),
  set_at timestamptz not null,
  set_by text not null,
  primary key (town_id, edition)
);
revoke delete on members, postings from sisetu_app;
revoke update, delete on grid_code_rules from sisetu_app;
