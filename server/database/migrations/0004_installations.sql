-- Units of major hazard installations (GB 18218-2018). A hazard source may have several; the worst grade is its own.
create table installations (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  hazard_id int not null references hazards (id) on delete cascade,
  code text not null,
  name text not null,
  name_en text not null default '',
  kind text not null check (kind in ('production-unit', 'tank-area', 'warehouse')),
  place geometry(Geometry, 4326) not null
    check (ST_IsValid(place) and GeometryType(place) in ('POINT', 'POLYGON')),
  -- Where the 500 metres begin: at the outline of the source (with the unit), or at that of the unit alone.
  ring_from text not null check (ring_from in ('source', 'unit')),
  lines jsonb not null default '[]',
  -- Rows of an import that were refused for this unit: its sum is too small by them.
  left_out int not null default 0 check (left_out >= 0),
  people_day int not null default 0 check (people_day >= 0),
  people_night int not null default 0 check (people_night >= 0),
  counted_at timestamptz not null,
  people_stated int check (people_stated >= 0),
  people_reason text not null default '',
  s numeric not null default 0,
  r numeric,
  grade int not null default 0 check (grade between 0 and 4),
  filing_number text,
  filed_on date,
  filing_years int check (filing_years between 1 and 20),
  retired_at timestamptz,
  retired_reason text not null default '',
  version int not null default 1,
  unique (town_id, code)
);
create index installations_hazard on installations (hazard_id);

-- Every inventory and every count that ever was, with the result it had.
create table installation_records (
  id int generated always as identity primary key,
  installation_id int not null references installations (id) on delete cascade,
  version int not null,
  lines jsonb not null,
  people int not null,
  s numeric not null,
  r numeric,
  grade int not null,
  at timestamptz not null,
  by_name text not null
);
create index installation_records_unit on installation_records (installation_id, id desc);

alter table hazards add column major_grade int not null default 0 check (major_grade between 0 and 4);
