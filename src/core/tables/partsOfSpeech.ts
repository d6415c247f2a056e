// Whether tags are parts of speech, of the usual tag sets: universal, Penn Treebank, Brown, and the letters of Chinese corpora.
// Must not know files or where tags stand.

const set = (tags: string): ReadonlySet<string> => new Set(tags.split(/\s+/));

const universal = set(
  'ADJ ADP ADV AUX CCONJ CONJ DET INTJ NOUN NUM PART PRON PROPN PRT PUNCT SCONJ SYM VERB X .',
);
const known: readonly ReadonlySet<string>[] = [
  universal,
  set(
    `CC CD DT EX FW IN JJ JJR JJS LS MD N NN NNS NNP NNPS P PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH V VB VBD VBG VBN VBP
     VBZ WDT WP WP$ WRB ADJ ADV DET NP VP PP . , : ; ! ? $ # \`\` '' ( ) -LRB- -RRB-`,
  ),
  set(
    `abn ap at be bed bedz beg ben ber bez cc cd cs do dod doz dt dti dts dtx ex hv hvd hvz in jj jjr jjt md nn nn$ nns nns$
     np np$ nps nr od pn pp$ ppl ppo pps ppss ql rb rbr rbt rp to uh vb vbd vbg vbn vbz wdt wps wrb . , : ( ) -- * '' \`\``,
  ),
];
/** Of Chinese corpora; answers to a quiz are letters, too, so that nouns and verbs must be among them. */
const letters = set('a ad an b c d f g h i j k l m n nr ns nt nx nz o p q r s t u v vd vn w x y z');
/** Fewest different tags that show a set. */
const fewest = 4;

/** True for universal parts of speech (NOUN, VERB …) alone. */
export function areUniversal(tags: ReadonlySet<string>): boolean {
  return tags.size >= fewest && [...tags].every((tag) => universal.has(tag));
}

/** True for tags of which nearly all belong to one of the usual sets. */
export function arePartsOfSpeech(tags: ReadonlySet<string>): boolean {
  if (tags.size < fewest) return false;
  // Brown marks titles and headlines behind a dash: `np-tl`.
  const plain = [...tags].map((tag) => tag.replace(/-(?:tl|hl|nc)$/, ''));
  const sets = tags.has('n') && tags.has('v') ? [...known, letters] : known;
  return sets.some((all) => plain.filter((tag) => all.has(tag)).length >= plain.length * 0.9);
}
