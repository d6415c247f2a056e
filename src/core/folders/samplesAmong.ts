// The samples among the files of a class folder.
// Must not know classes.

const maskName = /_mask(?:_\d+)?(?=\.\w+$)/i;

/** Files that are samples; `a_mask.png` beside `a.png` only says where in the picture to look. */
export function samplesAmong(
  files: readonly string[],
  isSample: (name: string) => boolean,
): string[] {
  const samples = files.filter((name) => isSample(name));
  if (!samples.some((name) => maskName.test(name))) return samples;
  const names = new Set(samples);
  return samples.filter((name) => !maskName.test(name) || !names.has(name.replace(maskName, '')));
}
