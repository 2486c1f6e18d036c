-- Cells by version: an import makes a new set and retires the one before, whose rows stay as they were. What reads
-- `cells` sees the set in force and no other.
alter table cells rename to cell_rows;
alter table cell_rows add column set_number int not null default 0;
alter table cell_rows drop constraint cells_town_id_ordinal_key;
alter table cell_rows add constraint cells_town_id_ordinal_key unique (town_id, ordinal, set_number);
alter table regions add column cells_set int not null default 0;
create view cells as
  select id, town_id, ordinal, code, grid_id, geom, people_day, people_night from cell_rows
  where (town_id, set_number) in (select id, cells_set from regions);
grant select, insert, update, delete on cells to sisetu_app;

-- Set 0 is what a town began with; its row comes when it is retired. `in_force_at` is null while a set is filled.
create table cell_sets (
  town_id int not null references regions (id) on delete cascade,
  number int not null check (number >= 0),
  cells int not null,
  made_at timestamptz not null,
  made_by text not null,
  in_force_at timestamptz,
  retired_at timestamptz,
  retired_by text not null default '',
  primary key (town_id, number),
  check (retired_at is null or in_force_at is not null)
);
create index cell_sets_filling on cell_sets (town_id) where in_force_at is null;

-- Inspections, hidden dangers and readings by world: a drill begins with what is live and goes its own way. ------
do $$
declare
  moving text;
begin
  foreach moving in array array['inspections', 'tasks', 'dangers', 'danger_steps', 'sensors', 'sensor_thresholds',
    'readings']
  loop
    execute format('alter table %I add column world int not null default current_world() references worlds (id)', moving);
    execute format('alter table %I enable row level security', moving);
    execute format('create policy one_world on %I using (world = current_world()) with check (world = current_world())', moving);
  end loop;
end $$;
create index on inspections (world) where world <> 0;
create index on dangers (world) where world <> 0;
create index on sensors (world) where world <> 0;
alter table sensors drop constraint sensors_town_id_code_key;
alter table sensors add constraint sensors_code unique (world, town_id, code);
alter table tasks drop constraint tasks_hazard_id_kind_due_at_key;
alter table tasks add constraint tasks_once unique (world, hazard_id, kind, due_at);

-- The newest inspection of each source, dangers that are open, work that is open, gauges with their last day.
create function open_drill_inspections(new_world int, town int) returns void
language plpgsql security definer set search_path = sisetu, public, pg_temp as $$
declare
  danger record;
  copied int;
begin
  if not exists (select from worlds where id = new_world and kind = 'drill' and open)
    or exists (select from sensors where world = new_world)
    or exists (select from dangers where world = new_world)
    or exists (select from inspections where world = new_world)
    or exists (select from drills where world_id = new_world) then
    raise exception 'world % is not a new drill world', new_world;
  end if;
  insert into inspections (world, town_id, hazard_id, result, note, done_at, done_by)
    select distinct on (hazard_id) new_world, town_id, hazard_id, result, note, done_at, done_by
    from inspections where world = 0 and town_id = town order by hazard_id, done_at desc, id desc;
  insert into tasks (world, town_id, hazard_id, kind, due_at, state, opened_at)
    select new_world, town_id, hazard_id, kind, due_at, state, opened_at
    from tasks where world = 0 and town_id = town and state = 'open' order by id;
  for danger in select * from dangers where world = 0 and town_id = town and state <> 'closed' order by id
  loop
    insert into dangers (world, town_id, hazard_id, title, detail, grade, state, responsible, supervisor, due_at,
        reported_at, reported_by)
      values (new_world, danger.town_id, danger.hazard_id, danger.title, danger.detail, danger.grade, danger.state,
        danger.responsible, danger.supervisor, danger.due_at, danger.reported_at, danger.reported_by)
      returning id into copied;
    insert into danger_steps (world, danger_id, ordinal, verb, state, at, by_name, note, details)
      select new_world, copied, ordinal, verb, state, at, by_name, note, details
      from danger_steps where danger_id = danger.id;
  end loop;
  insert into sensors (world, town_id, hazard_id, code, name, name_en, quantity, unit, point, grade, over_since,
      last_value, last_at)
    select new_world, town_id, hazard_id, code, name, name_en, quantity, unit, point, grade, over_since, last_value,
      last_at
    from sensors where world = 0 and town_id = town order by id;
  insert into sensor_thresholds (world, sensor_id, grade, direction, over_value, back_value)
    select new_world, n.id, t.grade, t.direction, t.over_value, t.back_value
    from sensor_thresholds t join sensors s on s.id = t.sensor_id and s.world = 0 and s.town_id = town
      join sensors n on n.world = new_world and n.town_id = town and n.code = s.code;
  insert into readings (world, sensor_id, at, value)
    select new_world, n.id, r.at, r.value
    from sensors s join sensors n on n.world = new_world and n.town_id = town and n.code = s.code
      join readings r on r.sensor_id = s.id and r.at > s.last_at - interval '1 day'
    where s.world = 0 and s.town_id = town;
end $$;
revoke execute on function open_drill_inspections(int, int) from public;
grant execute on function open_drill_inspections(int, int) to sisetu_app;
