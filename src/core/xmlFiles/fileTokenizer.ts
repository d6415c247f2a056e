// An XML tokenizer that says what is wrong with a text under its file's name.
// Must not know formats.

import { XmlTokenizer } from '../bytes/xml';
import type { XmlHandler } from '../bytes/xmlTypes';
import type { Tally } from '../tally';

/** A tokenizer of one file; its problems, located by line and column, go to the tally. */
export function fileTokenizer(handler: XmlHandler, tally: Tally, file: string): XmlTokenizer {
  return new XmlTokenizer(handler, {
    onProblem: (problem) => {
      tally.problem({ ...problem, file });
    },
  });
}
