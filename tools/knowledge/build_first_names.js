// Writes first names with the gender they fix, from npm gender-detection-from-name 1.11.5 (MIT) and names_extra.tsv:
//   node tools/knowledge/build_first_names.js PATH/TO/node_modules > crates/truecopy-data/tables/first_names.tsv
// "e" marks names that go with either gender: the languages of the package disagree, or names_extra.tsv says so.
const path = require('path');
const fs = require('fs');
const [, , modules] = process.argv;
const single = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i', ŋ: 'n', ə: 'a', '\u2019': "'", '`': "'" };
const fold = s => [...s.toLowerCase().normalize('NFD').replace(/\p{Mn}/gu, '')].map(c => single[c] ?? c).join('').trim();
const names = new Map();
for (const lang of ['en', 'it', 'es', 'fr', 'de', 'tr']) {
  for (const [name, gender] of require(`${path.resolve(modules)}/gender-detection-from-name/names/${lang}`)) {
    const key = fold(name);
    if (!/^[a-z][a-z'-]+$/.test(key) || key.length > 20) continue;
    const mark = gender[0];
    names.set(key, names.has(key) && names.get(key) !== mark ? 'e' : mark);
  }
}
for (const line of fs.readFileSync(path.join(__dirname, 'names_extra.tsv'), 'utf8').split('\n')) {
  if (!line || line.startsWith('#')) continue;
  const [mark, list] = line.split('\t');
  for (const name of list.split(' ')) names.set(fold(name), mark);
}
// Words that the news uses for something else far more often.
const data = path.join(__dirname, '../../crates/truecopy-data/tables');
for (const table of ['calendar', 'titles', 'numbers', 'title_modifiers']) {
  for (const line of fs.readFileSync(path.join(data, `${table}.tsv`), 'utf8').split('\n')) {
    const key = line.split('\t')[0];
    if (!['april', 'may', 'june', 'august', 'dean', 'max', 'jan', 'kelvin', 'miles', 'pascal', 'amir', 'sultan', 'earl', 'dawn', 'gus', 'marshal'].includes(key)) names.delete(key);
  }
}
// Units of measure that are names in some language.
for (const unit of 'days gal gram ha mi mile min oz pa stone ton'.split(' ')) names.delete(unit);
console.log('# First names and the gender they fix: m, f, or e for either. Made by tools/knowledge/build_first_names.js');
console.log('# from npm gender-detection-from-name 1.11.5 (MIT) and tools/knowledge/names_extra.tsv.');
for (const key of [...names.keys()].sort((a, b) => (a < b ? -1 : 1))) console.log(`${key}\t${names.get(key)}`);
