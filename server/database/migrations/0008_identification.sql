-- 自动辨识: rules propose risk points with their reasons; a person confirms or rejects each.
create table identification_rules (
  edition int not null,
  code text not null,
  title text not null,
  title_en text not null,
  domain text not null check (domain in ('natural', 'work-safety', 'public-health', 'social-security')),
  kind text not null,
  reach_meters double precision not null check (reach_meters between 0 and 50000),
  parameters jsonb not null,
  clause text not null,
  verified boolean not null default false,
  primary key (edition, code)
);
insert into identification_rules (edition, code, title, title_en, domain, kind, reach_meters, parameters, clause) values
  (1, 'inventory', '存量达到临界量的企业', 'Holdings at or over the critical quantity', 'work-safety', 'chemical-plant', 300,
    '{"ratio": "1"}', 'GB 18218-2018 4.2.1：实际存在量与临界量之比的和 ≥ 1'),
  (1, 'incident-cluster', '事件多发地段', 'Places where incidents keep happening', 'social-security', 'other', 150,
    '{"years": 5, "withinMeters": 300, "least": 3, "apartMeters": 200}', '历史事件密度聚类（DBSCAN）'),
  (1, 'crowd-target', '人员密集场所', 'Crowded places', 'social-security', 'crowd', 120,
    '{"people": 1000, "apartMeters": 150}', '重点目标登记人数达到阈值'),
  (1, 'crowd-cells', '人口高密度片区', 'Densely peopled quarters', 'social-security', 'residential-fire', 150,
    '{"people": 250, "withinMeters": 160, "least": 6, "apartMeters": 250}', '单元网格夜间人数达到阈值并连片'),
  (1, 'hospital', '医院', 'Hospitals', 'public-health', 'hospital-infection', 100,
    '{"targetKinds": ["hospital"], "apartMeters": 200}', '地图标签与重点目标名录：医疗机构'),
  (1, 'care', '养老与托幼机构', 'Care homes and kindergartens', 'social-security', 'residential-fire', 60,
    '{"targetKinds": ["care-home", "kindergarten"], "apartMeters": 100}', '地图标签与重点目标名录：行动不便人员集中'),
  (1, 'river-homes', '临河住区', 'Homes beside a river', 'natural', 'river-bank', 80,
    '{"withinMeters": 60, "people": 60, "clusterMeters": 220, "least": 3, "apartMeters": 250}', '河道距离与夜间人口'),
  (1, 'underpass', '下穿通道', 'Underpasses', 'natural', 'waterlogging', 120,
    '{"clusterMeters": 60, "apartMeters": 200}', '地图标签：下穿路段易积水'),
  (1, 'high-rise', '高层建筑', 'High-rise buildings', 'social-security', 'high-rise', 60,
    '{"levels": 19, "clusterMeters": 150, "apartMeters": 150}', 'GB 50016-2014 5.1.1：一类高层住宅高度大于 54 m，按每层 2.9 m 折算'),
  (1, 'old-buildings', '老旧房屋连片', 'Old houses close together', 'social-security', 'residential-fire', 100,
    '{"before": 1980, "materials": ["wood", "timber_framing", "mud", "adobe"], "clusterMeters": 60, "least": 6, "apartMeters": 200}',
    '地图标签：建成年代与结构'),
  (1, 'steep-slope', '人居陡坡', 'Steep ground with people on it', 'natural', 'slope', 80,
    '{"degrees": 25, "people": 5, "clusterMeters": 220, "least": 1, "apartMeters": 250}', '地形坡度（数字高程）与人口'),
  (1, 'sensor', '未挂接风险源的超限监测点', 'Sensors over their threshold at no source', 'work-safety', 'other', 100,
    '{"apartMeters": 50}', '监测读数超过阈值而无对应风险源');

create table identification_runs (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  edition int not null,
  state text not null check (state in ('running', 'done', 'failed')),
  rules_done int not null default 0,
  rules_total int not null,
  fresh int not null default 0,
  changed int not null default 0,
  returned int not null default 0,
  gone int not null default 0,
  unchanged int not null default 0,
  -- Rules that could not look, e.g. because no terrain was imported.
  blind text[] not null default '{}',
  started_at timestamptz not null,
  started_by text not null,
  ended_at timestamptz
);
create unique index identification_one_run on identification_runs (town_id) where state = 'running';

create table proposals (
  id int generated always as identity primary key,
  town_id int not null references regions (id) on delete cascade,
  rule text not null,
  key text not null,
  act text not null check (act in ('add', 'mark-major')),
  hazard_id int references hazards (id) on delete set null,
  name text not null,
  name_en text not null default '',
  domain text not null,
  kind text not null,
  point geometry(Point, 4326) not null,
  reach_meters double precision not null,
  reasons jsonb not null,
  facts jsonb not null,
  facts_hash text not null,
  state text not null check (state in ('open', 'confirmed', 'rejected', 'gone')),
  news text not null check (news in ('fresh', 'changed', 'returned', 'unchanged')),
  run_id int not null references identification_runs (id) on delete cascade,
  decided_at timestamptz,
  decided_by text not null default '',
  reason text not null default '',
  version int not null default 1,
  unique (town_id, rule, key)
);
create index proposals_town on proposals (town_id, state, id);
