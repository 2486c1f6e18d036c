alter table incidents add column burnt_hectares double precision not null default 0 check (burnt_hectares >= 0);

-- Fills a new drill world from what is live in a town. Row policies keep the application inside one world, so
-- this one copy runs with the owner's rights; it writes nothing but the world it is given, and only while empty.
create function open_drill_world(new_world int, town int) returns void
language plpgsql security definer set search_path = sisetu, public, pg_temp as $$
begin
  if not exists (select from worlds where id = new_world and kind = 'drill' and open)
    or exists (select from responder_states where world = new_world)
    or exists (select from drills where world_id = new_world) then
    raise exception 'world % is not a new drill world', new_world;
  end if;
  insert into responder_states (world, responder_id, on_duty, point, position_at)
    select new_world, s.responder_id, s.on_duty, s.point, s.position_at
    from responder_states s join responders r on r.id = s.responder_id
    where s.world = 0 and r.town_id = town;
  insert into shelter_states (world, shelter_id, open, occupied)
    select new_world, s.shelter_id, s.open, s.occupied
    from shelter_states s join shelters r on r.id = s.shelter_id
    where s.world = 0 and r.town_id = town;
  insert into stocks (world, supply_id, item, item_en, unit, quantity, reserved)
    select new_world, s.supply_id, s.item, s.item_en, s.unit, s.quantity, s.reserved
    from stocks s join supplies r on r.id = s.supply_id
    where s.world = 0 and r.town_id = town;
  insert into warnings (world, town_id, kind, kind_en, level, title, title_en, issued_at, until)
    select new_world, town_id, kind, kind_en, level, title, title_en, issued_at, until
    from warnings where world = 0 and town_id = town;
  -- The incidents they were made for stay behind in the live world.
  insert into closures (world, town_id, line, reason, closed_at, closed_by)
    select new_world, town_id, line, reason, closed_at, closed_by
    from closures where world = 0 and town_id = town and lifted_at is null;
  insert into zones (world, town_id, kind, geom, reason, drawn_at, drawn_by)
    select new_world, town_id, kind, geom, reason, drawn_at, drawn_by
    from zones where world = 0 and town_id = town and lifted_at is null;
end $$;
revoke execute on function open_drill_world(int, int) from public;
grant execute on function open_drill_world(int, int) to sisetu_app;
