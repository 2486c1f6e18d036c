-- A draft that lays a clean file of boundaries over the present grids: which import, and what is its name.
alter table grid_drafts add column imported jsonb;
create index grid_drafts_imported on grid_drafts (((imported ->> 'importId')::int)) where imported is not null;
