-- One cell asks for the set of its own town: a join here would keep queries of a few cells from their indexes.
create or replace view cells as
  select id, town_id, ordinal, code, grid_id, geom, people_day, people_night from cell_rows c
  where set_number = (select cells_set from regions r where r.id = c.town_id);
