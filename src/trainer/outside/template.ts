// Fills a command template: one argument at a time, so that a value can never become two arguments.
// Must not know the command.

/** What may stand in a template, as `${name}`. */
export interface TemplateValues {
  readonly lossConfig: string;
  readonly weightsFile: string;
  readonly runFolder: string;
  readonly seed: string;
}

/** Other `${…}` stay as they are; what a value holds is not filled again. */
export function filled(argument: string, values: TemplateValues): string {
  return argument.replace(/\$\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name as keyof TemplateValues] : whole,
  );
}
