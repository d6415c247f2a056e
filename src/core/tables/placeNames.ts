// Names of countries, parts of the world and points of the compass: where something is, which is seldom what is to be told.
// Must not know columns nor files. Countries and parts of the world are those of CLDR, which are ISO's 3166 and UN M49.

let known: ReadonlySet<string> | undefined;

const points =
  /^(?:north|south)?[ -]?(?:north|south|east|west|central|centre|center|midwest)(?:ern)?$/;
/** What is written besides CLDR's names. */
const others = 'usa uk uae america holland england scotland wales'.split(' ');

/** True where most of several names are places. */
export function arePlaces(names: readonly string[]): boolean {
  const places = names.filter((name) => isPlace(name.trim().toLowerCase().replaceAll('_', ' ')));
  return places.length > 1 && places.length * 3 >= names.length * 2;
}

function isPlace(name: string): boolean {
  known ??= placesKnown();
  return points.test(name) || known.has(name);
}

function placesKnown(): ReadonlySet<string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
  const countries = letters.flatMap((first) => letters.map((second) => first + second));
  const parts = Array.from({ length: 999 }, (_, at) => String(at + 1).padStart(3, '0'));
  const all = [...countries, ...parts].flatMap((code) => names.of(code) ?? []);
  return new Set([...all.map((name) => name.toLowerCase()), ...others]);
}
