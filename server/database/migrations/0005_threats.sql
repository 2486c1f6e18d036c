-- Consequence zones: what a model reckoned, with all it was reckoned from.
create table threats (
  id int generated always as identity primary key,
  world int not null default current_world() references worlds (id),
  town_id int not null references regions (id) on delete cascade,
  hazard_id int references hazards (id) on delete set null,
  incident_id int references incidents (id) on delete cascade,
  name text not null,
  model text not null
    check (model in ('erg', 'bleve', 'plume', 'explosion', 'pool-fire', 'fireball', 'flood')),
  point geometry(Point, 4326) not null,
  weather jsonb not null,
  inputs jsonb not null,
  result jsonb not null,
  made_at timestamptz not null,
  made_by text not null,
  withdrawn_at timestamptz,
  zone_ids jsonb not null default '[]',
  version int not null default 1
);
create index threats_town on threats (town_id, id) where withdrawn_at is null;
create index on threats (world);
alter table threats enable row level security;
create policy one_world on threats using (world = current_world()) with check (world = current_world());
grant select, insert, update, delete on threats to sisetu_app;

-- A new drill begins with the consequence zones that are live; the danger zones made of them were copied before.
create function open_drill_threats(new_world int, town int) returns void
language plpgsql security definer set search_path = sisetu, public, pg_temp as $$
begin
  if not exists (select from worlds where id = new_world and kind = 'drill' and open)
    or exists (select from threats where world = new_world)
    or exists (select from drills where world_id = new_world) then
    raise exception 'world % is not a new drill world', new_world;
  end if;
  insert into threats (world, town_id, hazard_id, name, model, point, weather, inputs, result, made_at, made_by)
    select new_world, town_id, hazard_id, name, model, point, weather, inputs, result, made_at, made_by
    from threats where world = 0 and town_id = town and withdrawn_at is null order by id;
end $$;
revoke execute on function open_drill_threats(int, int) from public;
grant execute on function open_drill_threats(int, int) to sisetu_app;
