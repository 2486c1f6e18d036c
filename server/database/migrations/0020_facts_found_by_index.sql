-- What a warning, a proposal or a grid was before is asked for like that of a source: without an index the whole journal
-- is read for it.
drop index journal_facts;
create index journal_facts on journal (town_id, noun, noun_id, sequence)
  where noun in ('hazard', 'assessment', 'danger', 'sensor', 'warning', 'proposal', 'grid');

-- A posting that was to begin after its member had left never begins: it ends the day before its first.
alter table postings drop constraint postings_check;
alter table postings add constraint postings_days check (to_on is null or to_on >= from_on - 1);
update postings p set to_on = p.from_on - 1, version = p.version + 1
  from members m where m.id = p.member_id and p.from_on > m.left_on and p.to_on = p.from_on;
