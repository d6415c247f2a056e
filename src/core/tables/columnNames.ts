// What a column's name promises: a label, a sample's path or id, free text, a measure. Names alone, no values.
// Must not know values or files.

import { isAssigned } from './assignments';
import { plainName, wordsOf } from './tableSample';

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Names that say “this is the label” outright. */
const labelNames = set(
  `label labels class classes classname classnames labelname labelnames category categories categoryname species
   target targets diagnosis sentiment finding findings findinglabels annotation annotations gt groundtruth gtlabel
   truelabel ytrue pathology tag tags classlabel labelclass dx prognosis emotion emo breed variety intent genre genres topic topics
   targetname targetlabel stance instrumentfamilystr classification attributeids labeltext textlabel goldlabel cls choice choices`,
);
/** Where a passenger sits says little of what becomes of them. */
const seatClass = /^(?:p|passenger|ticket|cabin|seat|fare|travel|service)class$/;
/** The same in other languages: German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian, Chinese, Japanese, Korean. */
const foreignLabelNames = set(
  `klasse klassen etikett etiketten kategorie kategorien zielklasse étiquette étiquettes etiquette catégorie catégories
   categorie classe clase clases etiqueta etiquetas categoría categorías categoria categorias classi etichetta etichette
   klas klasa kategoria etykieta класс классы метка метки категория категории 类别 類別 标签 標籤 类 分类 分類 クラス ラベル カテゴリ
   カテゴリー 클래스 레이블 라벨 범주 카테고리 classe classes klassenname rótulo rotulo kategori klass třída kategória zielvariable zielgröße zielwert`,
);
/** Their words within a longer name: `Klasse des Bildes`, `image_categoria`. */
const foreignLabelWords = set(
  `klasse kategorie etikett étiquette catégorie classe clase categoría categoria etiqueta etichetta класс метка категория`,
);
/** Words that make a longer name a label's: `pet_category`, `Finding Labels`. */
const labelWords = set(
  `label labels class category categories species target diagnosis sentiment emotion breed genre genres topic intent
   disease tag tags`,
);
/** Names of an outcome that is to be told. */
const outcomeNames = set(
  `y outcome survived churn churned exited income quality severity verdict polarity spam fraud toxic default
   attack malignant cuisine relation decision risk rating stars overall target attrition satisfaction purchased potability approved
   subscribed defaulted readmitted deceased fraudulent canceled cancelled deathevent`,
);
/** What comes of something or how good it is, in other languages. */
const foreignOutcomeNames = set(
  `qualität qualitaet qualité calidad qualidade qualità kwaliteit jakość ergebnis ausgang résultat resultado risultato`,
);
/** Names that are labels in some datasets and attributes in as many. */
const maybeNames = set(
  `type kind level grade stage status result response behavior behaviour mood style artist scene activity action actions event command word
   speaker spk accent language lang digit letter character symbol disease cultivar plant food dish landmark identity
   subject group shape material instrument gesture expression dialect animal object product fruit flower bird vehicle
   sign weather priority department score subtype cell celltype family genus order crop condition nature season
   defect fault failure cancer tumor tumour phase`,
);
/** Words that make a name a measure, a note or a machine's guess beside the label. */
const besideWords = set(
  `count counts weight weights score scores prob probs probability confidence conf time date size width height path
   file filename url length num pred preds prediction predictions predicted noisy weak pseudo source version logit
   logits loss accuracy mean std min max total area frequency freq percent pct desc description annotator
   secondary token year month home away at`,
);
const idWords = set('id ids idx index code num no number encoded numeric int');

/** Names of columns that are never taken for labels by their content alone. */
const otherNames = set(
  `id uid uuid guid index idx row rowid no unnamed sampleid itemid key hash md5 sha1 sha256 filename file files filepath path paths fpath fname image
   images img imgs imageid imagename imagepath imageindex imagefile imgid imgpath imgname photo picture url uri link
   audio audiofilepath wav wavpath video videoid videopath clip clipid frame frameid slice slicefilename text
   sentence sentences review reviewtext comment commenttext content message body title description caption tweet
   question answer transcript transcription words notes note name names firstname lastname author user username userid worker
   workerid annotator annotators annotatorid rater reviewer labeler fold folds kfold split splits partition subset
   set date time datetime timestamp created createdat updated updatedat year month day hour minute age sex gender
   lat latitude lon lng longitude x y w h z x1 y1 x2 y2 xmin ymin xmax ymax width height area size bbox box
   segmentation rle encodedpixels pixels polygon confidence score prob probability weight count counts epoch step
   iteration iter loss lr accuracy acc precision recall f1 support license licence usage pose truncated difficult
   occluded iscrowd isoccluded istruncated isgroupof isdepiction isinside pred prediction predicted ypred yhat
   predictedlabel source version patientid patient studyid seriesid city country state address zip phone email
   statuscode responsecode returncode exitcode currency duration fps start end offset begin onset take leadtime salience md dataset`,
);

/**
 * How much a name promises a label: 3 outright, 2 as part of the name, 1 perhaps, 0.5 perhaps as part of the name,
 * 0 nothing, -1 something else.
 */
export type LabelPromise = 3 | 2 | 1 | 0.5 | 0 | -1;

export interface NameReading {
  readonly promise: LabelPromise;
  /** `class_id`, `label_idx`: numbers that stand for names which another column may give. */
  readonly isId: boolean;
}

/** Reads a column name as a label's. */
export function readLabelName(written: string): NameReading {
  // `Class ID (int)`: what it is written as is no part of the name.
  const name = written.normalize('NFC').replace(/\((?:int|str|string|float)\)$/i, '');
  const plain = plainName(name);
  if (plain === '' || /^unnamed\d*$/.test(plain)) return { promise: -1, isId: false };
  if (isLabelName(plain)) return { promise: 3, isId: false };
  if (wordsOf(name).length > 6) return { promise: 0, isId: false };
  const words = wordsOf(name).filter((word) => !/^\d+$/.test(word));
  const core = otherNames.has(plain) ? undefined : withoutId(words, plain);
  if (core !== undefined) return { promise: core, isId: true };
  if (words.some((word) => besideWords.has(word)) || isAssigned(words))
    return { promise: -1, isId: false };
  if (otherNames.has(plain)) return { promise: plain === 'y' ? 1 : -1, isId: false };
  if (/^(?:is|has)(?:[_ ]|(?=[A-Z]))/.test(name) && words.length > 1) {
    // Of questions asked twice; of pictures it is a note.
    const asked = plain === 'isduplicate';
    return { promise: isPartition(words) && !asked ? -1 : 1, isId: false };
  }
  return { promise: promiseOfWords(words, plain), isId: false };
}

/** True for `churned`, `is_canceled`: the name of what came of it, and no mark of another kind. */
export function saysOutcome(name: string): boolean {
  const core = wordsOf(name).filter((word) => word !== 'is' && word !== 'has');
  return outcomeNames.has(core.join(''));
}

/** `OutcomeType`, `outcome_status`: which of several things became of it. */
function isKindOfOutcome([first, second, ...others]: readonly string[]): boolean {
  const isKind = /^(?:type|status|kind|group|result)$/.test(second);
  return first === 'outcome' && isKind && others.length === 0;
}

/** What the first or last word of a name promises. */
function promiseOfWords(words: readonly string[], plain: string): LabelPromise {
  const edge = words.length === 0 ? [] : [words[0], words[words.length - 1]];
  if (edge.some(isLabelWord) || isKindOfOutcome(words)) return seatClass.test(plain) ? 0 : 2;
  if (outcomeNames.has(plain) || foreignOutcomeNames.has(plain)) return 1;
  return edge.some((word) => maybeNames.has(word)) ? 0.5 : 0;
}

function isLabelName(plain: string): boolean {
  return labelNames.has(plain) || foreignLabelNames.has(plain);
}

function isLabelWord(word: string): boolean {
  return labelWords.has(word) || foreignLabelWords.has(word);
}

const severalNames =
  /(?:^|[^a-z])(?:labels|classes|categories|tags|genres|topics|targets|findings|choices)$/i;

/** True for names in the plural, which promise several labels a cell: `labels`, `image_tags`. */
export function promisesSeveral(name: string): boolean {
  return severalNames.test(name.trim());
}

/** The promise of `class_id`, `classID`, `label_idx` without its ending; undefined where it is no such name. */
function withoutId(words: readonly string[], plain: string): LabelPromise | undefined {
  const last = words.at(-1);
  if (last === undefined || plain === 'annotationid') return undefined;
  if (words.length > 1 && idWords.has(last)) {
    const core = words.slice(0, -1);
    if (isLabelName(core.join(''))) return 3;
    const end = core.at(-1) ?? '';
    if (isLabelWord(end)) return 2;
    return maybeNames.has(end) ? 0.5 : undefined;
  }
  const glued = /^(label|class|category|target|species|breed|cls)(?:ids?|idx|index|code)$/.exec(
    plain,
  );
  return glued === null ? undefined : 3;
}

function isPartition(words: readonly string[]): boolean {
  return words.some((word) =>
    /^(?:train|training|valid|val|validation|test|dup|duplicate)$/.test(word),
  );
}

/** A text, or the two of a pair, that a label is about. */
const textNames = set(
  'text sentence sentence1 sentence2 premise hypothesis review reviewtext reviewbody comment commenttext tweet question1 question2 utterance',
);

/** True where a name says that the column holds the text of a sample. */
export function isTextName(name: string): boolean {
  return textNames.has(plainName(name));
}

const imageWords = set(
  'image images img imgs photo picture file filename filepath path frame slide scan',
);
const imageNames = set('filename file filepath path imageid imagename idcode imageindex fname id');

/** True where a name says that the column names the sample: `image_id`, `file_name`, `path`, `id_code`. */
export function isSampleName(name: string): boolean {
  const plain = plainName(name);
  if (imageNames.has(plain)) return true;
  const words = wordsOf(name);
  return words.length <= 4 && words.some((word) => imageWords.has(word));
}

/** Words that end like ids and name none. */
const noIds = set(
  `paid unpaid repaid prepaid valid invalid covid grid acid fluid solid hybrid rapid void avoid thyroid hypothyroid
   hyperthyroid steroid android opioid`,
);

/** True for `id`, `image_id`, `uuid`, an index column without a name. */
export function isIdName(name: string): boolean {
  const plain = plainName(name);
  const last = wordsOf(name).at(-1) ?? '';
  return (
    plain === '' ||
    /^unnamed\d*$/.test(plain) ||
    /^(?:id|ids|uid|uuid|index|idx|code|key)$/.test(last) ||
    (plain.endsWith('id') && !noIds.has(last))
  );
}

const metricWords = set(
  'epoch step iteration iter loss losses acc accuracy lr auc map precision recall f1 support val train mse mae rmse bleu rouge perplexity ppl iou dice elapsed throughput gpu memory',
);
const metricNames = set(
  'f1score weight count counts samples effectivenumber classweight numimages frequency',
);

/** True for tables of measurements about a training run or about classes: never samples. */
export function isMetricsHeader(header: readonly string[]): boolean {
  const named = header.filter((name) => wordsOf(name).length > 0);
  const metric = named.filter(
    (name) =>
      metricNames.has(plainName(name)) || wordsOf(name).every((word) => metricWords.has(word)),
  );
  if (/^(?:epoch|epochs|step|global ?step|iteration|iter)$/i.test(named.at(0) ?? '')) {
    return metric.length > 1 || named.length < 3;
  }
  return metric.length >= 2 && metric.length * 2 >= named.length;
}
