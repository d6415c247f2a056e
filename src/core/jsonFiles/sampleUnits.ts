// What a sample is, by the media or the keys of its records.
// Must not know files or labels.

import type { JsonObject } from '../bytes/jsonValue';
import type { Unit } from '../model';

const imageValue = /\.(?:jpe?g|png|bmp|webp|tiff?|ppm|pgm|gif|jfif|avif|heic)$/i;
const audioValue = /\.(?:wav|mp3|flac|ogg|m4a|opus|sph|aac)$/i;
const videoValue = /\.(?:mp4|avi|mkv|mov|webm|mpg)$/i;

/** Keys of what lasts. */
const clipKeys = /^(?:fps|frame_rate|sample_rate|sampling_rate)$/i;

/** What a sample is, by the media that the records name. */
export function unitOf(records: readonly JsonObject[], keys: readonly string[]): Unit {
  const texts = records
    .slice(0, 20)
    .flatMap((one) => Object.values(one).filter((v) => typeof v === 'string'));
  return (
    unitOfPaths(texts) ??
    (keys.some((key) => clipKeys.test(key)) ? 'clip' : undefined) ??
    (keys.some(isTextKey) ? 'document' : keys.some(isImageKey) ? 'image' : 'row')
  );
}

/** The unit that paths of media stand for. */
export function unitOfPaths(texts: readonly string[]): Unit | undefined {
  if (texts.some((text) => audioValue.test(text) || videoValue.test(text))) return 'clip';
  return texts.some((text) => imageValue.test(text)) ? 'image' : undefined;
}

/** True for text that names a file of media. */
export function isMediaPath(text: string): boolean {
  return (
    imageValue.test(text) ||
    audioValue.test(text) ||
    videoValue.test(text) ||
    /\.(?:npy|npz|dcm|nii(?:\.gz)?|txt)$/i.test(text)
  );
}

function isTextKey(key: string): boolean {
  return /^(?:text|sentence\d?|review|content|tokens?|words|utterance|utt|tweet|message|question|premise|hypothesis|document|data|headline|title|comment|passage|statement|claim|query)$/i.test(
    key,
  );
}

function isImageKey(key: string): boolean {
  return /^(?:image|img|file_?name|image_?path|img_?path|image_?id|image_?url|filepath)$/i.test(
    key,
  );
}
