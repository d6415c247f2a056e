// Orange's tables: below the names a row of types and a row of roles, where `class` marks what is to be told.
// Must not know files, nor how a label is found where no row names it.

const typeWord = /^(?:c|continuous|d|discrete|s|string|text|t|time|datetime|basket)$/i;
const roleWord = /^(?:class|c|meta|m|ignore|i|weight|w)$/i;
const measured = /^(?:c|continuous|t|time|datetime|s|string|text)$/i;

/**
 * The columns that the third row marks as classes and the second does not call measured; undefined where the rows are no
 * such header.
 */
export function markedClasses(rows: readonly (readonly string[])[]): readonly number[] | undefined {
  const [names, types, roles, ...rest] = rows.map((row) => row.map((cell) => cell.trim()));
  if (rest.length === 0 || types.length !== names.length || roles.length > names.length) {
    return undefined;
  }
  const areTypes = types.every((cell) => cell === '' || typeWord.test(cell) || /\S\s\S/.test(cell));
  if (!areTypes || !types.some((cell) => typeWord.test(cell)) || names.length < 2) return undefined;
  if (!roles.every(isRole) || new Set(names).size < names.length) return undefined;
  return roles.flatMap((role, at) => {
    return /^(?:class|c)\b/i.test(role) && !measured.test(types[at]) ? [at] : [];
  });
}

/** A role, attributes of the form `key=value`, or neither. */
function isRole(cell: string): boolean {
  return cell
    .split(/\s+/)
    .every((word) => word === '' || roleWord.test(word) || /^\w+=/.test(word));
}
