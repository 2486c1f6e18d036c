-- Worlds first: every row that moves belongs to one; world 0 is live.
create table worlds (
  id int primary key,
  kind text not null check (kind in ('live', 'drill')),
  name text not null default '',
  clock_at timestamptz not null default now(),
  clock_real_at timestamptz not null default now(),
  clock_rate numeric not null default 1 check (clock_rate >= 0 and clock_rate <= 64),
  open boolean not null default true
);
insert into worlds (id, kind, name) values (0, 'live', '');
create sequence world_ids start 1;

create function current_world() returns int language sql stable as
  $$ select coalesce(nullif(current_setting('sisetu.world', true), ''), '0')::int $$;

-- Regions, people and what they may do -------------------------------------------------
create table regions (
  id int generated always as identity primary key,
  town_id int references regions (id) on delete cascade,
  parent_id int references regions (id) on delete cascade,
  code text not null,
  name text not null,
  name_en text not null default '',
  level text not null check (level in ('county', 'town', 'community', 'village')),
  demo boolean not null default false,
  geom geometry(Geometry, 4326) check (geom is null or ST_IsValid(geom)),
  west double precision not null, south double precision not null,
  east double precision not null, north double precision not null,
  ready boolean not null default true,
  version int not null default 1,
  unique (code)
);
create index regions_town on regions (town_id);
create index regions_geom on regions using gist (geom);

create table places (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  name text not null,
  name_en text not null default '',
  kind text not null,
  lng double precision not null,
  lat double precision not null
);
create index places_town on places (town_id);

create table people (
  id int generated always as identity primary key,
  login text not null unique,
  name text not null,
  title text not null default '',
  password_hash text,
  roles text[] not null,
  town_ids int[],
  responder_id int,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  version int not null default 1
);
create table sessions (
  token_hash bytea primary key,
  person_id int not null references people (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create table sign_in_keys (
  key_hash bytea primary key,
  person_id int not null references people (id) on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);
create table sign_in_failures (
  login text not null,
  failed_at timestamptz not null default now()
);
create index sign_in_failures_login on sign_in_failures (login, failed_at);

create table idempotency_keys (
  key text not null,
  person_id int not null,
  fingerprint text not null,
  result jsonb,
  created_at timestamptz not null default now(),
  primary key (person_id, key)
);

-- The journal: audit log, change feed, timeline and replay at once ---------------------
create table journal (
  sequence bigint primary key,
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  world int not null references worlds (id),
  town_id int,
  incident_id int,
  actor_id int,
  actor text not null,
  verb text not null,
  noun text not null,
  noun_id int,
  version int,
  before jsonb,
  after jsonb,
  request text not null,
  hash bytea not null
);
create index journal_incident on journal (incident_id, sequence) where incident_id is not null;
create index journal_world on journal (world, sequence);
create table journal_head (
  single boolean primary key default true check (single),
  sequence bigint not null,
  hash bytea not null
);
insert into journal_head (sequence, hash) values (0, '\x'::bytea);
create function journal_is_append_only() returns trigger language plpgsql as
  $$ begin raise exception 'the journal is append-only' using errcode = '42501'; end $$;
create trigger journal_no_change before update or delete on journal
  for each row execute function journal_is_append_only();
create trigger journal_no_truncate before truncate on journal
  for each statement execute function journal_is_append_only();

-- Grids and unit cells -----------------------------------------------------------------
create table grids (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  region_id int not null references regions (id) on delete cascade,
  code text not null,
  name text not null,
  geom geometry(Polygon, 4326) not null check (ST_IsValid(geom)),
  households int not null default 0 check (households >= 0),
  lead text not null default '',
  phone text not null default '',
  version int not null default 1,
  unique (town_id, code)
);
create index grids_geom on grids using gist (geom);
create table grid_drafts (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  person_id int not null references people (id),
  name text not null,
  edits jsonb not null,
  seen jsonb not null,
  saved_at timestamptz not null,
  version int not null default 1
);
create table cells (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  ordinal int not null,
  code text not null,
  grid_id int references grids (id) on delete set null,
  geom geometry(Polygon, 4326) not null check (ST_IsValid(geom)),
  people_day int not null default 0 check (people_day >= 0),
  people_night int not null default 0 check (people_night >= 0),
  unique (town_id, ordinal)
);
create index cells_geom on cells using gist (geom);
create index cells_grid on cells (grid_id);

-- Risk methods are data ----------------------------------------------------------------
create table risk_methods (
  id int generated always as identity primary key,
  method text not null check (method in ('LEC', 'LS')),
  edition text not null,
  title text not null,
  title_en text not null,
  standard text not null,
  clause text not null,
  verified boolean not null,
  unique (method, edition)
);
create table risk_choices (
  method_id int not null references risk_methods (id) on delete cascade,
  factor text not null,
  value numeric not null,
  meaning text not null,
  meaning_en text not null,
  verified boolean not null,
  primary key (method_id, factor, value)
);
create table risk_bands (
  method_id int not null references risk_methods (id) on delete cascade,
  level int not null check (level between 1 and 4),
  from_score numeric not null,
  name text not null,
  name_en text not null,
  primary key (method_id, level)
);

-- Registers ----------------------------------------------------------------------------
create table hazards (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  code text not null,
  name text not null,
  name_en text not null default '',
  domain text not null check (domain in ('natural', 'work-safety', 'public-health', 'social-security')),
  kind text not null,
  point geometry(Point, 4326) not null,
  area geometry(Polygon, 4326) check (area is null or ST_IsValid(area)),
  reach_meters double precision not null check (reach_meters between 0 and 50000),
  major boolean not null default false,
  inventory jsonb not null default '[]',
  owner text not null default '',
  contact text not null default '',
  standing text not null check (standing in ('draft', 'confirmed', 'rejected')),
  origin jsonb,
  version int not null default 1,
  unique (town_id, code)
);
create index hazards_point on hazards using gist (point);
create table assessments (
  id int generated always as identity primary key,
  hazard_id int not null references hazards (id) on delete cascade,
  scale text not null check (scale in ('inherent', 'residual')),
  method_id int not null references risk_methods (id),
  inputs jsonb not null,
  score numeric not null,
  level int not null check (level between 1 and 4),
  working text not null,
  note text not null default '',
  assessed_at timestamptz not null,
  assessed_by text not null
);
create index assessments_hazard on assessments (hazard_id, scale, id desc);
create table targets (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  name text not null,
  name_en text not null default '',
  kind text not null,
  point geometry(Point, 4326) not null,
  people int not null default 0 check (people >= 0),
  standing text not null check (standing in ('draft', 'confirmed', 'rejected')),
  origin jsonb,
  version int not null default 1
);
create index targets_point on targets using gist (point);
create table shelters (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  name text not null,
  name_en text not null default '',
  kind text not null,
  point geometry(Point, 4326) not null,
  area_square_meters double precision not null default 0,
  capacity_day int not null default 0 check (capacity_day >= 0),
  capacity_night int not null default 0 check (capacity_night >= 0),
  contact text not null default '',
  standing text not null check (standing in ('draft', 'confirmed', 'rejected')),
  origin jsonb,
  version int not null default 1
);
create table shelter_states (
  world int not null default current_world() references worlds (id),
  shelter_id int not null references shelters (id) on delete cascade,
  open boolean not null default false,
  occupied int not null default 0 check (occupied >= 0),
  primary key (world, shelter_id)
);
create table responders (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  parent_id int references responders (id) on delete cascade,
  kind text not null check (kind in ('team', 'expert', 'vehicle')),
  name text not null,
  name_en text not null default '',
  skills text[] not null default '{}',
  people int not null default 0 check (people >= 0),
  vehicles int not null default 0 check (vehicles >= 0),
  height_meters double precision,
  weight_tons double precision,
  phone text not null default '',
  home geometry(Point, 4326) not null,
  standing text not null check (standing in ('draft', 'confirmed', 'rejected')),
  origin jsonb,
  version int not null default 1
);
create index responders_town on responders (town_id);
alter table people add foreign key (responder_id) references responders (id) on delete set null;
create table supplies (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  name text not null,
  name_en text not null default '',
  point geometry(Point, 4326) not null,
  contact text not null default '',
  standing text not null check (standing in ('draft', 'confirmed', 'rejected')),
  origin jsonb,
  version int not null default 1
);
create table stocks (
  world int not null default current_world() references worlds (id),
  supply_id int not null references supplies (id) on delete cascade,
  item text not null,
  item_en text not null default '',
  unit text not null,
  quantity int not null check (quantity >= 0),
  reserved int not null default 0 check (reserved >= 0 and reserved <= quantity),
  primary key (world, supply_id, item)
);
create table warnings (
  id int generated always as identity primary key,
  world int not null default current_world() references worlds (id),
  town_id int not null references regions (id) on delete cascade,
  kind text not null,
  kind_en text not null,
  level text not null check (level in ('red', 'orange', 'yellow', 'blue')),
  title text not null,
  title_en text not null,
  issued_at timestamptz not null,
  until timestamptz not null,
  version int not null default 1
);

-- Plans, incidents, runs ---------------------------------------------------------------
create table plans (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  code text not null,
  edition text not null,
  standing text not null check (standing in ('draft', 'published')),
  document jsonb not null,
  version int not null default 1,
  unique (town_id, code)
);
create table incidents (
  id int generated always as identity primary key,
  world int not null default current_world() references worlds (id),
  town_id int not null references regions (id) on delete cascade,
  number text not null,
  type text not null,
  title text not null,
  description text not null default '',
  point geometry(Point, 4326) not null,
  address text not null default '',
  channel text not null,
  casualties jsonb not null,
  affected int not null default 0 check (affected >= 0),
  loss_ten_thousand_yuan double precision not null default 0 check (loss_ten_thousand_yuan >= 0),
  grade text not null check (grade in ('extraordinary', 'major', 'serious', 'ordinary')),
  grade_reasons jsonb not null,
  state text not null check (state in ('reported', 'responding', 'closed')),
  reported_at timestamptz not null,
  reported_by text not null,
  closed_at timestamptz,
  version int not null default 1,
  unique (world, town_id, number)
);
create table runs (
  id int generated always as identity primary key,
  world int not null default current_world() references worlds (id),
  incident_id int not null references incidents (id) on delete cascade,
  plan_id int not null references plans (id),
  document jsonb not null,
  level text not null check (level in ('I', 'II', 'III', 'IV')),
  started_at timestamptz not null,
  started_by text not null,
  ended_at timestamptz,
  escalations jsonb not null default '[]',
  version int not null default 1
);
create unique index runs_one_open on runs (incident_id, plan_id) where ended_at is null;
create table run_nodes (
  world int not null default current_world() references worlds (id),
  run_id int not null references runs (id) on delete cascade,
  node_id text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'skipped')),
  at timestamptz not null,
  by_name text not null,
  note text not null default '',
  version int not null default 1,
  primary key (run_id, node_id)
);

-- Dispatch -----------------------------------------------------------------------------
create table closures (
  id int generated always as identity primary key,
  world int not null default current_world() references worlds (id),
  town_id int not null references regions (id) on delete cascade,
  incident_id int references incidents (id) on delete cascade,
  line geometry(LineString, 4326) not null check (ST_IsValid(line)),
  reason text not null,
  closed_at timestamptz not null,
  closed_by text not null,
  lifted_at timestamptz,
  version int not null default 1
);
create table zones (
  id int generated always as identity primary key,
  world int not null default current_world() references worlds (id),
  town_id int not null references regions (id) on delete cascade,
  incident_id int references incidents (id) on delete cascade,
  kind text not null check (kind in ('danger', 'cordon')),
  geom geometry(Polygon, 4326) not null check (ST_IsValid(geom)),
  reason text not null,
  drawn_at timestamptz not null,
  drawn_by text not null,
  lifted_at timestamptz,
  version int not null default 1
);
create table responder_states (
  world int not null default current_world() references worlds (id),
  responder_id int not null references responders (id) on delete cascade,
  on_duty boolean not null default true,
  point geometry(Point, 4326) not null,
  position_at timestamptz,
  version int not null default 1,
  primary key (world, responder_id)
);
create table orders (
  id int generated always as identity primary key,
  world int not null default current_world() references worlds (id),
  town_id int not null references regions (id) on delete cascade,
  incident_id int not null references incidents (id) on delete cascade,
  responder_id int not null references responders (id) on delete cascade,
  node_id text,
  state text not null
    check (state in ('ordered', 'acknowledged', 'departed', 'arrived', 'released', 'declined')),
  instruction text not null default '',
  eta_seconds double precision not null,
  distance_meters double precision not null,
  found text not null check (found in ('road', 'straight-line')),
  engine text not null check (engine in ('valhalla', 'field')),
  route jsonb,
  steps jsonb not null default '[]',
  ordered_at timestamptz not null,
  ordered_by text not null,
  acknowledged_at timestamptz,
  departed_at timestamptz,
  arrived_at timestamptz,
  ended_at timestamptz,
  reason text not null default '',
  version int not null default 1
);
-- One responder, one open order in a world: two commanders cannot both win.
create unique index orders_one_open on orders (world, responder_id)
  where state in ('ordered', 'acknowledged', 'departed', 'arrived');
create index orders_incident on orders (incident_id);
create table positions (
  world int not null default current_world() references worlds (id),
  responder_id int not null references responders (id) on delete cascade,
  at timestamptz not null,
  device_at timestamptz,
  point geometry(Point, 4326) not null,
  speed_kmh double precision,
  heading_degrees double precision
);
create index positions_track on positions (world, responder_id, at);

-- Drills -------------------------------------------------------------------------------
create table drills (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  world_id int not null unique references worlds (id),
  name text not null,
  objective text not null default '',
  state text not null check (state in ('running', 'paused', 'ended')),
  opened_at timestamptz not null,
  opened_by text not null,
  ended_at timestamptz,
  version int not null default 1
);

-- Worlds are kept apart by the database itself -----------------------------------------
do $$
declare
  moving text;
begin
  foreach moving in array array['incidents', 'runs', 'run_nodes', 'orders', 'positions', 'closures', 'zones',
    'responder_states', 'shelter_states', 'stocks', 'warnings']
  loop
    execute format('alter table %I enable row level security', moving);
    execute format('create policy one_world on %I using (world = current_world()) with check (world = current_world())', moving);
    execute format('create index on %I (world)', moving);
  end loop;
end $$;

-- The application acts under a role without the right to see past these policies.
do $$
begin
  if not exists (select from pg_roles where rolname = 'sisetu_app') then
    create role sisetu_app nologin;
  end if;
end $$;
grant usage on schema sisetu to sisetu_app;
grant select, insert, update, delete on all tables in schema sisetu to sisetu_app;
grant usage, select on all sequences in schema sisetu to sisetu_app;
revoke update, delete on journal from sisetu_app;
alter default privileges in schema sisetu grant select, insert, update, delete on tables to sisetu_app;
alter default privileges in schema sisetu grant usage, select on sequences to sisetu_app;
do $$ begin execute format('grant sisetu_app to %I', current_user); end $$;

-- Methods that ship with the product ---------------------------------------------------
insert into risk_methods (method, edition, title, title_en, standard, clause, verified) values
  ('LEC', 'A', 'LEC 作业条件危险性（企业后果标准）', 'LEC, enterprise consequence scale',
   '作业条件危险性评价法', 'D = L × E × C', true),
  ('LEC', 'B', 'LEC 作业条件危险性（事故等级后果标准）', 'LEC, consequence scale by accident grade',
   '作业条件危险性评价法', 'D = L × E × C', false),
  ('LS', 'A', 'LS 风险矩阵（方案 A）', 'LS matrix, scheme A', '风险矩阵法', 'R = L × S', true),
  ('LS', 'B', 'LS 风险矩阵（方案 B，省级五级）', 'LS matrix, scheme B (provincial)', '风险矩阵法', 'R = L × S', false);

insert into risk_choices (method_id, factor, value, meaning, meaning_en, verified)
select m.id, c.factor, c.value, c.meaning, c.meaning_en, c.verified
from risk_methods m, (values
  ('L', 10, '完全可以预料', 'To be expected', true),
  ('L', 6, '相当可能', 'Quite possible', true),
  ('L', 3, '可能，但不经常', 'Possible, not often', true),
  ('L', 1, '可能性小，完全意外', 'Unlikely, wholly unexpected', true),
  ('L', 0.5, '很不可能，可以设想', 'Very unlikely, conceivable', true),
  ('L', 0.2, '极不可能', 'Extremely unlikely', true),
  ('L', 0.1, '实际不可能', 'Practically impossible', true),
  ('E', 10, '连续暴露', 'Continuous', true),
  ('E', 6, '每天工作时间内暴露', 'Daily, in working hours', true),
  ('E', 3, '每周一次或偶然暴露', 'Weekly or by chance', true),
  ('E', 2, '每月一次暴露', 'Monthly', true),
  ('E', 1, '每年几次暴露', 'A few times a year', true),
  ('E', 0.5, '非常罕见暴露', 'Very rare', true)
) as c (factor, value, meaning, meaning_en, verified)
where m.method = 'LEC';
insert into risk_choices (method_id, factor, value, meaning, meaning_en, verified)
select m.id, 'C', c.value, c.meaning, c.meaning_en, c.verified
from risk_methods m, (values
  ('A', 100, '3 人以上死亡，或直接损失 2000 万元以上', '3 or more dead, or loss of CNY 20 m or more', true),
  ('A', 40, '2–3 人死亡，或损失 1000–2000 万元', '2–3 dead, or CNY 10–20 m', true),
  ('A', 15, '1 人死亡或 3 人以上重伤，或损失 300–1000 万元', '1 dead or 3+ severely injured, or CNY 3–10 m', true),
  ('A', 7, '重伤或 4 人以上轻伤，或损失 150–300 万元', 'Severe injury or 4+ minor, or CNY 1.5–3 m', true),
  ('A', 3, '1–3 人轻伤，或损失 70–150 万元', '1–3 minor injuries, or CNY 0.7–1.5 m', true),
  ('A', 1, '微伤，或损失 1–70 万元', 'Slight injury, or CNY 10–700 k', true),
  ('B', 100, '30 人以上死亡，或 100 人以上重伤，或损失 1 亿元以上', '30+ dead, or 100+ severely injured, or CNY 100 m+', true),
  ('B', 40, '10–29 人死亡，或 50–99 人重伤，或损失 5000 万–1 亿元', '10–29 dead, or 50–99 severely injured, or CNY 50–100 m', true),
  ('B', 15, '3–9 人死亡，或 10–49 人重伤，或损失 1000–5000 万元', '3–9 dead, or 10–49 severely injured, or CNY 10–50 m', false),
  ('B', 7, '2 人以下死亡，或 10 人以下重伤', 'Up to 2 dead, or fewer than 10 severely injured', false),
  ('B', 3, '轻伤', 'Minor injury', false),
  ('B', 1, '微伤', 'Slight injury', false)
) as c (edition, value, meaning, meaning_en, verified)
where m.method = 'LEC' and m.edition = c.edition;
insert into risk_choices (method_id, factor, value, meaning, meaning_en, verified)
select m.id, c.factor, c.value, c.meaning, c.meaning_en, m.edition = 'A'
from risk_methods m, (values
  ('L', 5, '每年都可能发生', 'Every year'),
  ('L', 4, '5 年内可能发生', 'Within 5 years'),
  ('L', 3, '10 年内可能发生', 'Within 10 years'),
  ('L', 2, '10 年以上可能发生', 'Over 10 years'),
  ('L', 1, '50 年以上可能发生', 'Over 50 years'),
  ('S', 5, '死亡，或损失 100 万元以上', 'Death, or loss of CNY 1 m or more'),
  ('S', 4, '丧失劳动能力，或损失 50 万元以上', 'Disability, or CNY 500 k or more'),
  ('S', 3, '截肢、骨折等，或损失 1 万元以上', 'Amputation, fracture, or CNY 10 k or more'),
  ('S', 2, '轻伤，或损失 1 万元以下', 'Minor injury, or under CNY 10 k'),
  ('S', 1, '无伤亡', 'No harm')
) as c (factor, value, meaning, meaning_en)
where m.method = 'LS';

insert into risk_bands (method_id, level, from_score, name, name_en)
select m.id, b.level, b.from_score, b.name, b.name_en
from risk_methods m join (values
  ('LEC', 'A', 1, 320, '重大风险', 'Major'), ('LEC', 'A', 2, 160, '较大风险', 'High'),
  ('LEC', 'A', 3, 70, '一般风险', 'Medium'), ('LEC', 'A', 4, 0, '低风险', 'Low'),
  ('LEC', 'B', 1, 320, '重大风险', 'Major'), ('LEC', 'B', 2, 160, '较大风险', 'High'),
  ('LEC', 'B', 3, 70, '一般风险', 'Medium'), ('LEC', 'B', 4, 0, '低风险', 'Low'),
  ('LS', 'A', 1, 20, '重大风险', 'Major'), ('LS', 'A', 2, 9, '较大风险', 'High'),
  ('LS', 'A', 3, 4, '一般风险', 'Medium'), ('LS', 'A', 4, 1, '低风险', 'Low'),
  ('LS', 'B', 1, 20, '重大风险', 'Major'), ('LS', 'B', 2, 15, '较大风险', 'High'),
  ('LS', 'B', 3, 9, '一般风险', 'Medium'), ('LS', 'B', 4, 1, '低风险', 'Low')
) as b (method, edition, level, from_score, name, name_en)
on b.method = m.method and b.edition = m.edition;
