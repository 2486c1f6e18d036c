-- Whoever writes cells checks them first, by name of row and place, and never more leniently than this did; to do it
-- again for a million cells takes PostGIS a third of their import.
alter table cell_rows drop constraint cells_geom_check;
