import type { table as zh } from '../zh/table.ts'

export const table: typeof zh = {
  template: 'Template',
  choose: 'Choose a file',
  again: 'Another file',
  faults: count => `${count} rows cannot be kept`,
  row: row => `Row ${row}`,
  store: rows => `Import ${rows} rows`,
  keepGood: rows => `Keep only the ${rows} good rows`,
  fix: 'Mend the file and choose it again, or keep only the good rows',
  hazards: {
    open: 'Import',
    title: 'Import hazard sources',
    detail: 'One source a row; all are unassessed at first',
    columns:
      'Columns: name, English name, domain, kind, lng, lat (WGS 84, decimal degrees), reach metres, owner, contact; a CSV file in UTF-8 or GBK, 5,000 rows at most. English name, reach, owner and contact may be left empty',
    reachOpen: (rows, meters) => `${rows} rows say no reach: ${meters} m is taken`,
    read: (rows, good) => `${rows} rows, ${good} can be kept`,
    keepDetail: 'Rows that do not stand stay out of the register; mend them and import them alone',
    stored: (count, first, last) => `${count} sources are registered, ${first} to ${last}`,
    leftOut: count => `${count} rows were left out`,
    columnsHead: 'name,English name,domain,kind,lng,lat,reach metres,owner,contact',
    example: place =>
      `Ammonia tank farm,Ammonia tank farm,Work safety,Tank farm,${place},500,A chemical company,021-00000000`,
  },
}
