// Cells of comma-separated files (RFC 4180).
// Must not know what they hold.

/** Quoted where it must be, quotes doubled. */
export function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
