-- A grid that is divided into lower ones is their outline: its people are those of the cells of the lowest.

create function grids_under(grid int) returns setof int language sql stable as $$
  with recursive under as (
    select id from sisetu.grids where parent_id = grid and retired_at is null
    union all
    select k.id from sisetu.grids k join under on k.parent_id = under.id where k.retired_at is null)
  select id from under
  where not exists (select from sisetu.grids k where k.parent_id = under.id and k.retired_at is null)
$$;

create or replace function keep_grid() returns trigger language plpgsql as $$
begin
  -- A retired grid that comes back was kept when it went.
  if old.retired_at is not null then return new; end if;
  if new.retired_at is null and new.valid_from is not distinct from old.valid_from then
    new.valid_from := date_trunc('milliseconds', clock_timestamp());
  end if;
  insert into grid_versions (grid_id, town_id, region_id, parent_id, code, name, level, geom, households, people,
      lead, phone, version, valid_from, valid_to)
  values (old.id, old.town_id, old.region_id, old.parent_id, old.code, old.name, old.level, old.geom, old.households,
    coalesce((select sum(c.people_night)::int from cells c where c.grid_id = old.id),
      case when exists (select from grids k where k.parent_id = old.id)
        then (select sum(c.people_night)::int from cells c where c.grid_id in (select sisetu.grids_under(old.id))) end, 0),
    old.lead, old.phone, old.version, old.valid_from, coalesce(new.retired_at, new.valid_from));
  return new;
end $$;

-- A grid that is divided keeps its own shape, and yet what it was before is kept.
drop trigger grids_keep on grids;
create trigger grids_keep before update on grids for each row
  when ((old.geom::bytea, old.region_id, old.parent_id, old.code, old.name, old.level, old.households, old.lead, old.phone,
      old.retired_at, old.valid_from) is distinct from
    (new.geom::bytea, new.region_id, new.parent_id, new.code, new.name, new.level, new.households, new.lead, new.phone,
      new.retired_at, new.valid_from))
  execute function keep_grid();
