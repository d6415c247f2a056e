// Several questions in a row with a way back. No vscode here: tested in plain Node.
// Must not know what is asked.

/** What a question answers: the state with the answer in it, or the wish to go back. `asked` is false where it had nothing to ask. */
export type Answer<S> = 'back' | { readonly state: S; readonly asked: boolean };

/** `canGoBack` says whether an earlier question was asked. */
export type Step<S> = (state: S, canGoBack: boolean) => Promise<Answer<S>>;

/** Runs the steps; going back returns to the last question that was really asked, as it was. */
export async function runSteps<S>(initial: S, steps: readonly Step<S>[]): Promise<S> {
  const asked: { readonly at: number; readonly state: S }[] = [];
  let state = initial;
  let at = 0;
  while (at < steps.length) {
    const answer = await steps[at](state, asked.length > 0);
    if (answer === 'back') {
      const last = asked.pop();
      if (last !== undefined) ({ at, state } = last);
      continue;
    }
    if (answer.asked) asked.push({ at, state });
    state = answer.state;
    at += 1;
  }
  return state;
}
