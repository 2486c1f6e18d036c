-- Editions: a signed map of a town, kept as it was. `as_of` and `sequence` name the state of the facts it shows.
create table editions (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  name text not null,
  note text not null default '',
  as_of timestamptz not null,
  -- The journal's last row that counts; null for one that was signed before the journal began.
  sequence bigint,
  signed_at timestamptz not null,
  signed_by text not null,
  -- Names the outlines that the ordinals of the levels stand for.
  cells_hash text not null,
  cells int not null,
  sources int not null,
  settings_version int not null,
  methods jsonb not null,
  previous_id int references editions (id),
  withdrawn_at timestamptz,
  withdrawn_by text not null default '',
  withdrawn_reason text not null default '',
  version int not null default 1,
  unique (town_id, as_of),
  check ((withdrawn_at is null) = (withdrawn_reason = ''))
);

create table edition_levels (
  edition_id int not null references editions (id) on delete cascade,
  scale text not null check (scale in ('inherent', 'residual', 'live')),
  -- One byte a cell by ordinal, gzipped; `hash` names the content, `sha256` is of the plain bytes.
  levels bytea not null,
  hash text not null,
  sha256 text not null,
  counts int[] not null check (cardinality(counts) = 5),
  primary key (edition_id, scale)
);

-- Signed is signed: nothing but a withdrawal is ever written to an edition again.
revoke update, delete on edition_levels from sisetu_app;
revoke update, delete on editions from sisetu_app;
grant update (withdrawn_at, withdrawn_by, withdrawn_reason, version) on editions to sisetu_app;

-- What a fact of a town was before: the first row after an instant says it.
create index journal_facts on journal (town_id, noun, noun_id, sequence)
  where noun in ('hazard', 'assessment', 'danger', 'sensor');
