// Audio manifests: JSON that lists clips with a label (NeMo, SpeechBrain, AST), and Kaldi's utt2spk and utt2lang.
// Must not know other formats, nor how rows are taken out; textLabels/manifestRows does.

import type { Claim, WorkUnit } from '../claims';
import type { FolderView } from '../folderView';
import { baseName, extensionOf } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import { pack } from '../tables/packed';
import type { SplitGroup } from '../tables/splitGroups';
import type { Tally } from '../tally';
import { eachLine } from '../textLabels/eachLine';
import { KaldiReader } from '../textLabels/kaldiReader';
import { labelNotes, namedPlan } from '../textLabels/namedPlan';
import { ManifestReader } from '../textLabels/manifestReader';
import { ManifestRows, type ManifestShape, manifestShapes } from '../textLabels/manifestRows';
import {
  findTextFiles,
  sourcesOf,
  type TextFile,
  type TextHead,
  unitsOf,
} from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'audio-manifest';

const audioKeys = ['audio_filepath', 'audio_path', 'audio_file', 'audio', 'wav', 'wav_path'];
const generalKeys = ['path', 'file', 'filename', 'filepath', 'file_path'];
/** Fields that are classes, the likeliest first; transcripts (`text`) are none. */
const labelKeys =
  'label labels category class class_name class_label command event keyword emotion emo intent genre instrument language lang'.split(
    ' ',
  );
/** Who speaks: a class for speaker recognition only. */
const speakerKeys = ['speaker', 'speaker_id', 'spk_id', 'spk'];
/** Where the words are told, the clips are for recognising speech, whoever speaks. */
const transcriptKeys = ['text', 'words', 'wrd', 'transcript', 'transcription', 'sentence', 'char'];
const allLabels = [...labelKeys, ...speakerKeys];
const kaldiFiles: Readonly<Record<string, Told>> = { utt2spk: 'speaker', utt2lang: 'language' };
const audioFile = /\.(?:wav|flac|mp3|ogg|opus|m4a|aac|sph|webm)$/i;

/** What Kaldi tells of an utterance. */
type Told = 'speaker' | 'language';

type Found =
  | { readonly shape: 'kaldi'; readonly told: Told; readonly asked: boolean }
  | {
      readonly shape: ManifestShape;
      readonly keys: readonly string[];
      readonly spoken: boolean;
      readonly mids: readonly string[];
    };

export const audioManifest: LabelFormat = {
  id,
  title: 'Audio manifest',
  units: ['clip'],
  notes: {
    detects:
      'JSON lines, lists or maps of clips (`audio_filepath`, `wav`) with a label; Kaldi’s `utt2spk` and `utt2lang`',
    splits: 'file and folder names (`train_manifest.json`, `data/train/utt2spk`)',
    remarks:
      'Transcripts are no classes. Speakers are counted for utt2spk without utt2lang beside it, and where no words are told, else only offered.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles<Found>(root, signal, {
      id,
      extensions: (extension) => /^(?:\.(?:json|jsonl|ndjson|manifest))?$/.test(extension),
      accepts: (name) => extensionOf(name) !== '' || name in kaldiFiles,
      look,
      signature: (found) =>
        found.shape === 'kaldi' ? found.told : `${found.shape} ${found.keys[0]}`,
    });
    for (const group of groups) yield* claimsOf(group);
  },

  async plan(claim, files, root) {
    const { options } = claim;
    const isNamed = Array.isArray(options.labels) && options.labels.length > 0;
    const classes = isNamed ? (await namedPlan(claim, files, root)).classes : [];
    return {
      classes,
      order: classes.length > 0 ? 'declared' : 'label',
      multiLabel: false,
      openVocabulary: true,
      units: await unitsOf(id, claim.sources, files, options),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const { shape } = unit.options;
    if (shape !== 'kaldi') {
      await countManifest(unit, input, tally, signal);
      return;
    }
    await eachLine(unit, input, tally, signal, (file) => new KaldiReader(tally, file, unit.split));
  },
};

async function countManifest(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { shape, key } = unit.options as unknown as { shape: ManifestShape; key: string };
  for (const file of unit.paths) {
    const reader = new ManifestReader(key === 'labels', tally, file, unit.split);
    const rows = new ManifestRows({
      shape,
      fields: [key],
      onRow: reader.row,
      list: key,
      onElement: reader.element,
      onProblem: (problem) => {
        tally.problem({ ...problem, file });
      },
    });
    try {
      for await (const chunk of input.chunks(file, { gunzip: /\.gz$/i.test(file) })) {
        signal.throwIfAborted();
        rows.feed(chunk);
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      tally.problem({ code: error.code, severity: 'error', file, message: error.message });
    }
    rows.end();
    reader.end();
  }
}

async function look(head: TextHead, folder: FolderView): Promise<Found | undefined> {
  const name = baseName(head.path);
  if (name in kaldiFiles) {
    const told = kaldiFiles[name];
    const asked = told === 'language' || !folder.files.includes('utt2lang');
    const filled = head.lines.filter((line) => line.trim() !== '');
    const sound = filled.every((line) => line.trim().split(/\s+/).length === 2);
    return filled.length > 0 && sound ? { shape: 'kaldi', told, asked } : undefined;
  }
  const bytes = (await folder.textHead(name))?.bytes;
  if (bytes === undefined) return undefined;
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 8192));
  const named = [...audioKeys, ...generalKeys].some((key) => text.includes(`"${key}"`));
  if (!named || !allLabels.some((key) => text.includes(`"${key}"`))) return undefined;
  const spoken = transcriptKeys.some((key) => text.includes(`"${key}"`));
  for (const shape of manifestShapes) {
    const keys = keysOf(shape, bytes);
    if (keys.length === 0) continue;
    // AudioSet's ids of sounds, which a list beside the files names.
    const mids = new Set(text.match(/\/[mgt]\/[\w]+(?=[",])/g));
    return { shape, keys, spoken, mids: [...mids] };
  }
  return undefined;
}

/** The label fields of the rows, where the rows are clips. */
function keysOf(shape: ManifestShape, bytes: Uint8Array): string[] {
  const paths = [...audioKeys, ...generalKeys];
  let clips = 0;
  let rows = 0;
  const filled = new Map<string, number>();
  const reader = new ManifestRows({
    shape,
    fields: [...paths, ...allLabels],
    onRow: (row) => {
      rows += 1;
      const isClip = paths.some((key, at) => {
        if (row.kind(at) !== 'string') return false;
        return audioKeys.includes(key) || audioFile.test(row.text(at));
      });
      if (!isClip) return;
      clips += 1;
      allLabels.forEach((key, at) => {
        const kind = row.kind(paths.length + at);
        const some = kind === 'string' || kind === 'number' || kind === 'array';
        if (some) filled.set(key, (filled.get(key) ?? 0) + 1);
      });
    },
  });
  reader.feed(bytes);
  if (clips === 0 || clips < rows * 0.9) return [];
  return allLabels.filter((key) => (filled.get(key) ?? 0) * 2 >= clips);
}

function* claimsOf(group: SplitGroup<TextFile<Found>>): Generator<Claim> {
  const { found } = group.members[0].value;
  const common = { format: id, name: group.name, unit: 'clip', sources: sourcesOf(group) } as const;
  if (found.shape === 'kaldi') {
    const { told, asked } = found;
    const file = told === 'speaker' ? 'utt2spk' : 'utt2lang';
    const evidence = [`Kaldi’s ${file}: an utterance and its ${told} a line`];
    // Where languages are told, they are to be told apart, and not who speaks.
    const confidence = asked ? 0.6 : 0.4;
    yield { ...common, confidence, evidence, options: { shape: 'kaldi' } };
    return;
  }
  for (const [at, key] of found.keys.entries()) {
    const isLabel = labelKeys.includes(key);
    const sure = at === 0 && (isLabel || !found.spoken);
    yield {
      ...common,
      confidence: sure ? (isLabel ? 0.95 : 0.7) : 0.35 - at * 0.01,
      evidence: ['JSON that lists audio files', `the field “${key}”`],
      reading: { id: `key:${key}`, title: `the field “${key}”` },
      options: pack({ shape: found.shape, key, ...labelNotes(sure ? found.mids : []) }),
    };
  }
}
