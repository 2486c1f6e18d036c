-- Hidden dangers, inspections, readings and what they do to the live map. All of it is live: a drill looks on.

-- Control by class: which level of administration answers for which level of risk, and how often it looks ----
create table control_rules (
  town_id int references regions (id) on delete cascade,
  edition int not null check (edition > 0),
  level int not null check (level between 1 and 4),
  controller text not null check (controller in ('city', 'county', 'town', 'village', 'enterprise')),
  inspect_days int not null check (inspect_days between 1 and 3660),
  clause text not null,
  verified boolean not null default false,
  set_at timestamptz not null default now(),
  set_by text not null default '',
  unique nulls not distinct (town_id, edition, level)
);
insert into control_rules (town_id, edition, level, controller, inspect_days, clause, verified) values
  (null, 1, 1, 'county', 30, '分级管控：上一级管控的，下一级同时管控；红色由县级及以上管控', false),
  (null, 1, 2, 'town', 60, '分级管控：橙色由镇级管控', false),
  (null, 1, 3, 'village', 90, '分级管控：黄色由村级管控', false),
  (null, 1, 4, 'enterprise', 180, '分级管控：蓝色由企业（单位）自行管控', false);

create table controls (
  hazard_id int primary key references hazards (id) on delete cascade,
  responsible text not null,
  unit text not null default '',
  phone text not null default '',
  version int not null default 1
);

create table inspections (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  hazard_id int not null references hazards (id) on delete cascade,
  result text not null check (result in ('clean', 'dangers')),
  note text not null default '',
  done_at timestamptz not null,
  done_by text not null,
  version int not null default 1
);
create index inspections_hazard on inspections (hazard_id, done_at desc);

-- One for a source and the moment it was due; an inspection ends it.
create table tasks (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  hazard_id int not null references hazards (id) on delete cascade,
  kind text not null check (kind in ('inspection')),
  due_at timestamptz not null,
  state text not null check (state in ('open', 'done', 'void')),
  opened_at timestamptz not null,
  ended_at timestamptz,
  inspection_id int references inspections (id) on delete set null,
  version int not null default 1,
  unique (hazard_id, kind, due_at)
);
create index tasks_open on tasks (town_id) where state = 'open';

-- Hidden dangers -------------------------------------------------------------------------------------------
create table dangers (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  hazard_id int not null references hazards (id) on delete cascade,
  inspection_id int references inspections (id) on delete set null,
  title text not null,
  detail text not null default '',
  grade text not null check (grade in ('general', 'major')),
  state text not null
    check (state in ('reported', 'assessed', 'supervised', 'rectified', 'accepted', 'closed')),
  responsible text not null default '',
  supervisor text not null default '',
  due_at timestamptz,
  reported_at timestamptz not null,
  reported_by text not null,
  closed_at timestamptz,
  version int not null default 1,
  check ((state = 'closed') = (closed_at is not null))
);
create index dangers_town on dangers (town_id, id);
create index dangers_open on dangers (hazard_id) where state <> 'closed';
create table danger_steps (
  danger_id int not null references dangers (id) on delete cascade,
  ordinal int not null,
  verb text not null,
  state text not null,
  at timestamptz not null,
  by_name text not null,
  note text not null default '',
  details jsonb not null default '{}',
  primary key (danger_id, ordinal)
);

-- Sensors and their readings -------------------------------------------------------------------------------
create table sensors (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  hazard_id int references hazards (id) on delete set null,
  code text not null,
  name text not null,
  name_en text not null default '',
  quantity text not null,
  unit text not null default '',
  point geometry(Point, 4326),
  grade text not null default 'none' check (grade in ('none', 'first', 'second')),
  over_since timestamptz,
  last_value double precision,
  last_at timestamptz,
  version int not null default 1,
  unique (town_id, code),
  check ((grade = 'none') = (over_since is null))
);
create index sensors_hazard on sensors (hazard_id);
-- A reading at or past `over_value` is over; it counts as back only beyond `back_value`, so that it does not flicker.
create table sensor_thresholds (
  sensor_id int not null references sensors (id) on delete cascade,
  grade text not null check (grade in ('first', 'second')),
  direction text not null check (direction in ('above', 'below')),
  over_value double precision not null,
  back_value double precision not null,
  primary key (sensor_id, grade),
  check (case direction when 'above' then back_value <= over_value else back_value >= over_value end)
);
create table readings (
  sensor_id int not null references sensors (id) on delete cascade,
  at timestamptz not null,
  value double precision not null,
  primary key (sensor_id, at)
);

-- What raises a source on the live scale, in thousandths of a level. The highest edition counts. -----------
create table live_terms (
  edition int not null,
  cause text not null check (cause in ('danger', 'warning', 'reading')),
  grade text not null,
  warning_kind text,
  hazard_kinds text[],
  raise_thousandths int not null check (raise_thousandths between 1 and 3999),
  clause text not null,
  verified boolean not null default false
);
insert into live_terms (edition, cause, grade, raise_thousandths, clause) values
  (1, 'danger', 'general', 500, '一般隐患未销号：上调半级'),
  (1, 'danger', 'major', 1000, '重大隐患未销号：上调一级'),
  (1, 'reading', 'first', 500, '监测值达到一级报警：上调半级'),
  (1, 'reading', 'second', 1000, '监测值达到二级报警：上调一级');
insert into live_terms (edition, cause, grade, warning_kind, hazard_kinds, raise_thousandths, clause)
select 1, 'warning', l.grade, k.kind, k.hazard_kinds, l.raise, k.kind || '预警生效期间上调相关风险源'
from (values ('red', 1500), ('orange', 1000), ('yellow', 500)) as l (grade, raise),
  (values
    ('暴雨', array['waterlogging', 'river-bank', 'slope', 'construction', 'transport-route']),
    ('洪水', array['waterlogging', 'river-bank']),
    ('山洪', array['river-bank', 'slope']),
    ('地质灾害', array['slope']),
    ('台风', array['storm-exposed', 'waterlogging', 'river-bank', 'construction', 'port']),
    ('大风', array['storm-exposed', 'construction', 'port']),
    ('高温', array['tank-farm', 'chemical-plant', 'gas-facility', 'fuel-station', 'food']),
    ('雷电', array['tank-farm', 'chemical-plant', 'gas-facility', 'fuel-station', 'warehouse']),
    ('森林火险', array['forest']),
    ('大雾', array['transport-route', 'port'])
  ) as k (kind, hazard_kinds);

-- Lifted by a person, or found over by the housekeeping: from then on it raises nothing.
alter table warnings add column ended_at timestamptz;
