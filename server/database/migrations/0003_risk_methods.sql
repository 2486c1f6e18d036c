-- Methods are data, and data that somebody signed under: a changed table is a new revision, never an edit.
alter table risk_methods drop constraint risk_methods_method_check;
alter table risk_methods
  add constraint risk_methods_method_check check (method in ('LEC', 'LS', 'MES', 'HEV', 'DIAGNOSIS')),
  drop constraint risk_methods_method_edition_key,
  add column revision int not null default 1 check (revision > 0),
  add column replaced_at timestamptz,
  -- product: factors multiplied; index: weighted sums by term, then multiplied; score: one figure as given.
  add column form text not null default 'product' check (form in ('product', 'index', 'score')),
  add column symbol text not null default 'R',
  -- Decimal places that an index keeps at each step, half up; null keeps everything.
  add column places int check (places between 0 and 8),
  add column domains text[] not null default '{}',
  add column review_months int check (review_months > 0),
  add column note text not null default '',
  add column note_en text not null default '',
  add constraint risk_methods_edition_key unique (method, edition, revision);
create unique index risk_methods_in_force on risk_methods (method, edition) where replaced_at is null;

create table risk_factors (
  method_id int not null references risk_methods (id) on delete cascade,
  factor text not null,
  ordinal int not null,
  -- Factors of one term belong together: of a product the largest counts, of an index the weighted sum.
  term text not null,
  name text not null,
  name_en text not null,
  -- choice: listed values; measure: any value, brought to 0..1 between least and most; figure: least..most;
  -- veto: 0 or 1, and 1 makes the source red whatever its score.
  kind text not null check (kind in ('choice', 'measure', 'figure', 'veto')),
  weight numeric check (weight > 0 and weight <= 1),
  least numeric,
  most numeric,
  unit text not null default '',
  unit_en text not null default '',
  verified boolean not null,
  primary key (method_id, factor),
  unique (method_id, ordinal),
  check ((kind in ('measure', 'figure')) = (least is not null and most is not null and least < most))
);

-- The finer steps that a method prints beside its colour (the five of LEC and MES); they never decide a colour.
create table risk_grades (
  method_id int not null references risk_methods (id) on delete cascade,
  from_score numeric not null,
  name text not null,
  name_en text not null,
  verified boolean not null,
  primary key (method_id, from_score)
);

alter table risk_bands add column verified boolean not null default true;

alter table assessments
  add column severity int check (severity between 0 and 3999),
  add column reason text not null default '',
  add column evidence text not null default '';

update risk_methods set symbol = 'D',
  domains = '{work-safety}',
  note = 'D = 70 属显著危险（黄），下限含本数；320 与 160 不会被取值表恰好取到',
  note_en = 'D = 70 counts as substantial (yellow): a band includes its lower bound; no listed values give 320 or 160 exactly'
where method = 'LEC';
update risk_methods set domains = '{public-health,social-security}',
  note = '方案 A 与方案 B 的分界不同，同一分值可得不同颜色，不可混比',
  note_en = 'Schemes A and B divide the same score differently; they are not compared with each other'
where method = 'LS';
update risk_bands b set verified = false from risk_methods m
where m.id = b.method_id and m.method = 'LS' and m.edition = 'B';

insert into risk_methods (method, edition, title, title_en, standard, clause, verified, form, symbol, places, domains,
  review_months, note, note_en) values
  ('MES', 'common', 'MES 评价法（通用表）', 'MES, common table', 'MES 评价法', 'R = M × E × S', false, 'product', 'R', null,
   '{work-safety}', null,
   '人员暴露 E1 与危险状态频次 E2 取大者；印刷分级之间的空档没有可取到的分值，按 ≥180、≥90、≥50、≥20 分级',
   'Of exposure E1 and state frequency E2 the larger counts; no attainable score lies in the printed gaps, so 180, 90, 50 and 20 begin a step'),
  ('MES', 'rail', 'MES 评价法（轨道交通四色）', 'MES, rail four-colour variant', 'MES 评价法（轨道交通）', 'R = M × E × S', false,
   'product', 'R', null, '{work-safety}', null,
   '原表红色写作“>180”，R = 180 不在任何一档，此处按 ≥180 计入红色',
   'The printed table says ">180" for red, so that R = 180 falls in no band; here 180 is red'),
  ('HEV', 'geology', '地质灾害加权指标 H×E×V', 'Geological hazard index H×E×V', '区域自然灾害风险指标加权法',
   'I = H × E × V', false, 'index', 'I', 4, '{natural}', null,
   '各指标归一到 0–1，三组权重之和各为 1，每一步四舍五入到 4 位小数；五类分界合为四色',
   'Indicators are brought to 0–1, the weights of each of the three groups sum to 1, each step is rounded half up to 4 places; five classes map to four colours'),
  ('HEV', 'flood', '内涝加权指标 H×E×V', 'Waterlogging index H×E×V', '区域自然灾害风险指标加权法', 'I = H × E × V', false,
   'index', 'I', 4, '{natural}', null,
   '各指标归一到 0–1，三组权重之和各为 1，每一步四舍五入到 4 位小数；五类分界合为四色',
   'Indicators are brought to 0–1, the weights of each of the three groups sum to 1, each step is rounded half up to 4 places; five classes map to four colours'),
  ('DIAGNOSIS', '2018', '危化品企业安全风险诊断分级', 'Chemical enterprise safety diagnosis', '应急〔2018〕19号',
   '百分制，分数越低风险越高', true, 'score', 'S', null, '{work-safety}', 36,
   '有否决情形之一直接判为红色；动态管理，原则上每 3 年复评', 'Any veto situation is directly red; reviewed every three years in principle');

-- Factors -----------------------------------------------------------------------------
insert into risk_factors (method_id, factor, ordinal, term, name, name_en, kind, verified)
select m.id, f.factor, f.ordinal, f.factor, f.name, f.name_en, 'choice', true
from risk_methods m join (values
  ('LEC', 'L', 1, '可能性', 'Likelihood'), ('LEC', 'E', 2, '暴露', 'Exposure'), ('LEC', 'C', 3, '后果', 'Consequence'),
  ('LS', 'L', 1, '可能性', 'Likelihood'), ('LS', 'S', 2, '严重性', 'Severity')
) as f (method, factor, ordinal, name, name_en) on f.method = m.method;
insert into risk_factors (method_id, factor, ordinal, term, name, name_en, kind, verified)
select m.id, f.factor, f.ordinal, f.term, f.name, f.name_en, 'choice', false
from risk_methods m, (values
  ('M', 1, 'M', '控制措施', 'Control measures'),
  ('E1', 2, 'E', '人员暴露', 'Exposure of people'),
  ('E2', 3, 'E', '危险状态频次', 'Frequency of the dangerous state'),
  ('S', 4, 'S', '后果', 'Consequence')
) as f (factor, ordinal, term, name, name_en)
where m.method = 'MES';
insert into risk_factors (method_id, factor, ordinal, term, name, name_en, kind, weight, least, most, unit, unit_en, verified)
select m.id, f.factor, f.ordinal, f.term, f.name, f.name_en, f.kind, f.weight, f.least, f.most, f.unit, f.unit_en, false
from risk_methods m join (values
  ('geology', 'H1', 1, 'H', '坡度', 'Slope', 'choice', 0.4, null, null, '', ''),
  ('geology', 'H2', 2, 'H', '多年最大日雨量', 'Greatest daily rainfall', 'measure', 0.35, 0, 250, 'mm', 'mm'),
  ('geology', 'H3', 3, 'H', '历史灾害', 'Past events', 'choice', 0.25, null, null, '', ''),
  ('geology', 'E1', 4, 'E', '受威胁人数', 'People threatened', 'measure', 0.6, 0, 100, '人', 'people'),
  ('geology', 'E2', 5, 'E', '受威胁财产', 'Property threatened', 'choice', 0.4, null, null, '', ''),
  ('geology', 'V1', 6, 'V', '房屋结构', 'Structure of houses', 'choice', 0.5, null, null, '', ''),
  ('geology', 'V2', 7, 'V', '监测预警与撤离', 'Monitoring and evacuation', 'choice', 0.5, null, null, '', ''),
  ('flood', 'H1', 1, 'H', '内涝积水深', 'Depth of water', 'measure', 0.6, 0, 100, 'cm', 'cm'),
  ('flood', 'H2', 2, 'H', '积水频次', 'Frequency', 'choice', 0.4, null, null, '', ''),
  ('flood', 'E1', 3, 'E', '受影响人数', 'People affected', 'measure', 0.5, 0, 500, '人', 'people'),
  ('flood', 'E2', 4, 'E', '道路与设施', 'Roads and facilities', 'choice', 0.5, null, null, '', ''),
  ('flood', 'V1', 5, 'V', '排水能力', 'Drainage', 'choice', 0.6, null, null, '', ''),
  ('flood', 'V2', 6, 'V', '值守与封控', 'Watch and closure', 'choice', 0.4, null, null, '', '')
) as f (edition, factor, ordinal, term, name, name_en, kind, weight, least, most, unit, unit_en)
on m.method = 'HEV' and m.edition = f.edition;
insert into risk_factors (method_id, factor, ordinal, term, name, name_en, kind, least, most, unit, unit_en, verified)
select m.id, f.factor, f.ordinal, f.term, f.name, f.name_en, f.kind, f.least, f.most, f.unit, f.unit_en, f.verified
from risk_methods m, (values
  ('S', 1, 'S', '诊断得分', 'Diagnosis score', 'figure', 0, 100, '分', 'points', true),
  ('V1', 2, 'V', '否决一：新工艺未经试验', 'Veto 1: untested new process', 'veto', null, null, '', '', false),
  ('V2', 3, 'V', '否决二：在役装置未经正规设计', 'Veto 2: unit never designed', 'veto', null, null, '', '', true),
  ('V3', 4, 'V', '否决三：特种作业无证', 'Veto 3: uncertified operators', 'veto', null, null, '', '', false),
  ('V4', 5, 'V', '否决四：近年发生严重事故', 'Veto 4: recent grave accidents', 'veto', null, null, '', '', false)
) as f (factor, ordinal, term, name, name_en, kind, least, most, unit, unit_en, verified)
where m.method = 'DIAGNOSIS';

-- Choices -----------------------------------------------------------------------------
insert into risk_choices (method_id, factor, value, meaning, meaning_en, verified)
select m.id, c.factor, c.value, c.meaning, c.meaning_en, false
from risk_methods m, (values
  ('M', 5, '无控制措施', 'No control measures'),
  ('M', 3, '有减轻后果的应急措施', 'Emergency measures that lessen the consequence'),
  ('M', 1, '有预防措施', 'Preventive measures'),
  ('E1', 10, '连续暴露', 'Continuous'), ('E1', 6, '每天工作时间内暴露', 'Daily, in working hours'),
  ('E1', 3, '每周一次或偶然暴露', 'Weekly or by chance'), ('E1', 2, '每月一次暴露', 'Monthly'),
  ('E1', 1, '每年几次暴露', 'A few times a year'), ('E1', 0.5, '更少', 'Less often'),
  ('E2', 10, '常态', 'Constant'), ('E2', 6, '每天出现', 'Daily'), ('E2', 3, '每周出现', 'Weekly'),
  ('E2', 2, '每月出现', 'Monthly'), ('E2', 1, '每年几次', 'A few times a year'), ('E2', 0.5, '更少', 'Less often'),
  ('S', 10, '多人死亡', 'Several dead'), ('S', 8, '一人死亡', 'One dead'), ('S', 4, '永久失能', 'Permanent disability'),
  ('S', 2, '需医院治疗', 'Hospital treatment'), ('S', 1, '轻微，仅需急救', 'Slight, first aid only')
) as c (factor, value, meaning, meaning_en)
where m.method = 'MES';
insert into risk_choices (method_id, factor, value, meaning, meaning_en, verified)
select m.id, c.factor, c.value, c.meaning, c.meaning_en, false
from risk_methods m join (values
  ('geology', 'H1', 1, '大于 35°', 'Over 35°'), ('geology', 'H1', 0.8, '25–35°', '25–35°'),
  ('geology', 'H1', 0.5, '15–25°', '15–25°'), ('geology', 'H1', 0.3, '8–15°', '8–15°'),
  ('geology', 'H1', 0.1, '小于 8°', 'Under 8°'),
  ('geology', 'H3', 1, '近 3 年发生过', 'Within 3 years'), ('geology', 'H3', 0.6, '近 10 年发生过', 'Within 10 years'),
  ('geology', 'H3', 0.3, '更早有记载', 'Recorded earlier'), ('geology', 'H3', 0.1, '无记载', 'No record'),
  ('geology', 'E2', 1, '1000 万元以上', 'CNY 10 m or more'), ('geology', 'E2', 0.7, '500–1000 万元', 'CNY 5–10 m'),
  ('geology', 'E2', 0.4, '100–500 万元', 'CNY 1–5 m'), ('geology', 'E2', 0.1, '100 万元以下', 'Under CNY 1 m'),
  ('geology', 'V1', 1, '土木结构', 'Earth and timber'), ('geology', 'V1', 0.8, '砖木结构', 'Brick and timber'),
  ('geology', 'V1', 0.5, '砖混结构', 'Brick and concrete'), ('geology', 'V1', 0.2, '框架结构', 'Frame'),
  ('geology', 'V2', 1, '无人监测，无撤离方案', 'No watch, no evacuation plan'),
  ('geology', 'V2', 0.6, '群测群防，有撤离方案', 'Villagers watch, plan in place'),
  ('geology', 'V2', 0.3, '自动监测，演练过撤离', 'Automatic monitoring, evacuation rehearsed'),
  ('flood', 'H2', 1, '每年数次', 'Several times a year'), ('flood', 'H2', 0.7, '每年一次', 'Yearly'),
  ('flood', 'H2', 0.4, '2–5 年一次', 'Every 2–5 years'), ('flood', 'H2', 0.1, '更少', 'Less often'),
  ('flood', 'E2', 1, '地铁口、医院、变电站', 'Metro entrance, hospital, substation'),
  ('flood', 'E2', 0.7, '下穿立交、主干路', 'Underpass, main road'), ('flood', 'E2', 0.4, '次干路、商铺', 'Minor road, shops'),
  ('flood', 'E2', 0.1, '支路、空地', 'Side street, open ground'),
  ('flood', 'V1', 1, '无泵站，管网不足 1 年一遇', 'No pumps, sewers below a 1-year storm'),
  ('flood', 'V1', 0.7, '有泵站，1–3 年一遇', 'Pumps, 1–3-year storm'), ('flood', 'V1', 0.4, '3–5 年一遇', '3–5-year storm'),
  ('flood', 'V1', 0.1, '5 年一遇以上', '5-year storm or better'),
  ('flood', 'V2', 1, '无值守', 'No watch'), ('flood', 'V2', 0.6, '人工值守，可封控', 'Manned, can be closed'),
  ('flood', 'V2', 0.2, '水位监测，自动封控', 'Water sensor, closes by itself')
) as c (edition, factor, value, meaning, meaning_en)
on m.method = 'HEV' and m.edition = c.edition;
insert into risk_choices (method_id, factor, value, meaning, meaning_en, verified)
select m.id, c.factor, c.value, c.meaning, c.meaning_en, c.verified
from risk_methods m, (values
  ('V1', 1, '新开发工艺未经小试、中试和工业化试验直接工业化生产', 'A new process went into production without bench, pilot and industrial trials', false),
  ('V1', 0, '无此情形', 'Not so', true),
  ('V2', 1, '在役化工装置未经正规设计且未进行安全设计诊断', 'A unit in service was never formally designed and its design never diagnosed', true),
  ('V2', 0, '无此情形', 'Not so', true),
  ('V3', 1, '特种作业人员未持有效证件上岗或未达到高中以上文化程度', 'Special operators without valid certificate or schooling', false),
  ('V3', 0, '无此情形', 'Not so', true),
  ('V4', 1, '3 年内发生重大以上事故，或 2 起较大事故，或近 1 年内 2 起以上亡人一般事故', 'A major accident or two serious ones in 3 years, or two fatal ones within a year', false),
  ('V4', 0, '无此情形', 'Not so', true)
) as c (factor, value, meaning, meaning_en, verified)
where m.method = 'DIAGNOSIS';

-- Bands: the colour holds from the bound (included) to the next ---------------------------
insert into risk_bands (method_id, level, from_score, name, name_en, verified)
select m.id, b.level, b.from_score,
  (array['重大风险', '较大风险', '一般风险', '低风险'])[b.level], (array['Major', 'High', 'Medium', 'Low'])[b.level], b.verified
from risk_methods m join (values
  ('MES', 'common', 1, 180, false), ('MES', 'common', 2, 90, false), ('MES', 'common', 3, 50, false), ('MES', 'common', 4, 0, false),
  ('MES', 'rail', 1, 180, false), ('MES', 'rail', 2, 90, true), ('MES', 'rail', 3, 40, true), ('MES', 'rail', 4, 0, true),
  ('HEV', 'geology', 1, 0.55, false), ('HEV', 'geology', 2, 0.44, false), ('HEV', 'geology', 3, 0.35, false), ('HEV', 'geology', 4, 0, false),
  ('HEV', 'flood', 1, 0.55, false), ('HEV', 'flood', 2, 0.44, false), ('HEV', 'flood', 3, 0.35, false), ('HEV', 'flood', 4, 0, false),
  ('DIAGNOSIS', '2018', 1, 0, true), ('DIAGNOSIS', '2018', 2, 60, true), ('DIAGNOSIS', '2018', 3, 75, true), ('DIAGNOSIS', '2018', 4, 90, true)
) as b (method, edition, level, from_score, verified)
on b.method = m.method and b.edition = m.edition;

insert into risk_grades (method_id, from_score, name, name_en, verified)
select m.id, g.from_score, g.name, g.name_en, g.verified
from risk_methods m join (values
  ('LEC', null, 320, '极其危险', 'Extreme danger', true), ('LEC', null, 160, '高度危险', 'High danger', true),
  ('LEC', null, 70, '显著危险', 'Substantial danger', true), ('LEC', null, 20, '一般危险', 'Possible danger', true),
  ('LEC', null, 0, '稍有危险', 'Slight danger', true),
  ('LS', 'B', 20, '重大', 'Major', false), ('LS', 'B', 15, '较大', 'High', false), ('LS', 'B', 9, '一般', 'Medium', false),
  ('LS', 'B', 4, '轻度', 'Minor', false), ('LS', 'B', 1, '稍有', 'Slight', false),
  ('MES', 'common', 180, '一级', 'Step 1', false), ('MES', 'common', 90, '二级', 'Step 2', false),
  ('MES', 'common', 50, '三级', 'Step 3', false), ('MES', 'common', 20, '四级', 'Step 4', false),
  ('MES', 'common', 0, '五级', 'Step 5', false),
  ('HEV', null, 0.55, '高', 'Very high', false), ('HEV', null, 0.44, '较高', 'High', false),
  ('HEV', null, 0.35, '中', 'Medium', false), ('HEV', null, 0.26, '较低', 'Low', false), ('HEV', null, 0, '低', 'Very low', false)
) as g (method, edition, from_score, name, name_en, verified)
on g.method = m.method and (g.edition is null or g.edition = m.edition);

-- The place of each earlier score in its band, in thousandths; the top band without an end nears its end.
update assessments a set severity = (4 - b.level) * 1000 + case
    when b.until is not null then least(999, floor((a.score - b.from_score) * 1000 / (b.until - b.from_score)))
    when a.score > 0 then least(999, floor((a.score - b.from_score) * 1000 / a.score))
    else 0 end
from (select method_id, level, from_score, lead(from_score) over (partition by method_id order by from_score) as until
  from risk_bands) b
where b.method_id = a.method_id and b.level = a.level and a.severity is null;

revoke update, delete on risk_choices, risk_bands, risk_factors, risk_grades, assessments from sisetu_app;
revoke delete on risk_methods from sisetu_app;
revoke update on risk_methods from sisetu_app;
grant update (replaced_at) on risk_methods to sisetu_app;
