-- What grids and regions were: the present is in their own tables, every earlier state is kept beside it.

-- A thematic grid lies over the coverage that the others form; a grid with living children is their outline.
alter table grids
  add column level text not null default 'first' check (level in ('first', 'second', 'micro', 'thematic')),
  add column parent_id int references grids (id),
  -- Null: since before the record began.
  add column valid_from timestamptz,
  -- Set: no longer in force. Its code is never given to another grid.
  add column retired_at timestamptz;
create index grids_parent on grids (parent_id) where parent_id is not null;
create index grids_region on grids (region_id);
alter table regions add column valid_from timestamptz;

create table grid_versions (
  id int generated always as identity primary key,
  grid_id int not null references grids (id) on delete cascade,
  town_id int not null references regions (id) on delete cascade,
  region_id int not null,
  parent_id int,
  code text not null,
  name text not null,
  level text not null,
  geom geometry(Polygon, 4326) not null,
  households int not null,
  people int not null,
  lead text not null,
  phone text not null,
  version int not null,
  valid_from timestamptz,
  valid_to timestamptz not null
);
create index grid_versions_grid on grid_versions (grid_id, version);
create index grid_versions_town on grid_versions (town_id, valid_to);
create index grid_versions_geom on grid_versions using gist (geom);

create table region_versions (
  id int generated always as identity primary key,
  region_id int not null references regions (id) on delete cascade,
  town_id int,
  parent_id int,
  code text not null,
  name text not null,
  name_en text not null,
  level text not null,
  geom geometry(Geometry, 4326),
  west double precision not null,
  south double precision not null,
  east double precision not null,
  north double precision not null,
  version int not null,
  valid_from timestamptz,
  valid_to timestamptz not null
);
create index region_versions_region on region_versions (region_id, version);
create index region_versions_geom on region_versions using gist (geom);

-- Whoever changes a grid or an outline, the database itself keeps what it was.
create function keep_grid() returns trigger language plpgsql as $$
begin
  -- A retired grid that comes back was kept when it went.
  if old.retired_at is not null then return new; end if;
  if new.retired_at is null and new.valid_from is not distinct from old.valid_from then
    new.valid_from := date_trunc('milliseconds', clock_timestamp());
  end if;
  insert into grid_versions (grid_id, town_id, region_id, parent_id, code, name, level, geom, households, people,
      lead, phone, version, valid_from, valid_to)
  values (old.id, old.town_id, old.region_id, old.parent_id, old.code, old.name, old.level, old.geom, old.households,
    coalesce((select sum(c.people_night)::int from cells c where c.grid_id = old.id), 0),
    old.lead, old.phone, old.version, old.valid_from, coalesce(new.retired_at, new.valid_from));
  return new;
end $$;
-- As bytes: a dump that is read back has no search path to find the comparison of geometries by.
create trigger grids_keep before update on grids for each row
  when ((old.geom::bytea, old.region_id, old.parent_id, old.code, old.name, old.level, old.households, old.lead, old.phone,
      old.retired_at) is distinct from
    (new.geom::bytea, new.region_id, new.parent_id, new.code, new.name, new.level, new.households, new.lead, new.phone,
      new.retired_at))
  execute function keep_grid();
create function keep_region() returns trigger language plpgsql as $$
begin
  if new.valid_from is not distinct from old.valid_from then
    new.valid_from := date_trunc('milliseconds', clock_timestamp());
  end if;
  insert into region_versions (region_id, town_id, parent_id, code, name, name_en, level, geom, west, south, east,
      north, version, valid_from, valid_to)
  values (old.id, old.town_id, old.parent_id, old.code, old.name, old.name_en, old.level, old.geom, old.west,
    old.south, old.east, old.north, old.version, old.valid_from, new.valid_from);
  return new;
end $$;
create trigger regions_keep before update on regions for each row
  when ((old.geom::bytea, old.parent_id, old.code, old.name, old.name_en, old.level) is distinct from
    (new.geom::bytea, new.parent_id, new.code, new.name, new.name_en, new.level))
  execute function keep_region();

-- Every state that a grid or a region ever had; the one in force has no end.
create view grid_states as
  select id as grid_id, town_id, region_id, parent_id, code, name, level, geom, households, null::int as people,
    lead, phone, version, valid_from, null::timestamptz as valid_to
  from grids where retired_at is null
  union all
  select grid_id, town_id, region_id, parent_id, code, name, level, geom, households, people,
    lead, phone, version, valid_from, valid_to
  from grid_versions;
create view region_states as
  select id as region_id, town_id, parent_id, code, name, name_en, level, demo, geom, west, south, east, north,
    version, valid_from, null::timestamptz as valid_to
  from regions
  union all
  select v.region_id, v.town_id, v.parent_id, v.code, v.name, v.name_en, v.level, r.demo, v.geom, v.west, v.south,
    v.east, v.north, v.version, v.valid_from, v.valid_to
  from region_versions v join regions r on r.id = v.region_id;

-- A draft becomes a proposal, is judged by another person, and is in force from a date.
alter table grid_drafts
  add column state text not null default 'draft'
    check (state in ('draft', 'proposed', 'approved', 'stalled', 'published', 'rejected')),
  add column attributes jsonb not null default '[]',
  add column thematic jsonb not null default '[]',
  add column restore jsonb,
  add column reason text not null default '',
  add column proposed_at timestamptz,
  add column reviewer_id int references people (id),
  add column reviewed_at timestamptz,
  add column review_note text not null default '',
  add column effective_at timestamptz,
  add column published_at timestamptz,
  add column stalled jsonb,
  add column made jsonb not null default '[]',
  add check ((state = 'published') = (published_at is not null)),
  add check (state not in ('approved', 'published') or (effective_at is not null and reviewer_id is not null));
create index grid_drafts_town on grid_drafts (town_id, state);
create index grid_drafts_due on grid_drafts (effective_at) where state = 'approved';

create table grid_publications (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  draft_id int references grid_drafts (id) on delete set null,
  name text not null,
  reason text not null,
  effective_at timestamptz not null,
  published_at timestamptz not null,
  person_name text not null,
  reviewer_name text not null,
  changed int[] not null,
  made int[] not null,
  gone int[] not null
);
create index grid_publications_town on grid_publications (town_id, id);

-- Grids are retired, never deleted; what is kept stays as it was.
revoke delete on grids from sisetu_app;
revoke update, delete on grid_versions, region_versions, grid_publications from sisetu_app;
