-- Null: the warning holds for the whole town.
alter table warnings add column area geometry(Polygon, 4326) check (area is null or ST_IsValid(area));

-- Who answers for the sources of a level that name nobody of their own.
alter table control_rules add column responsible text not null default '';

alter table risk_methods
  add column published_at timestamptz,
  add column published_by text not null default '';

-- The copy that a drill begins with takes the area along; the rest of the function stays as the last migration left it.
do $$
begin
  execute replace(pg_get_functiondef('open_drill_world(int, int)'::regprocedure), 'title, title_en, issued_at',
    'title, title_en, area, issued_at');
end $$;
