-- How a region turns sources into colours. Every change is a new version; the newest counts, none is edited.
create table risk_settings (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  version int not null check (version > 0),
  upgrades jsonb not null default '[]',
  exposure jsonb not null default '[]',
  decay jsonb not null default '[]',
  note text not null default '',
  set_at timestamptz not null,
  set_by text not null,
  unique (town_id, version)
);
revoke update, delete on risk_settings from sisetu_app;
