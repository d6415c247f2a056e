// Seeded inputs of the benchmarks, made once below the system's temporary folder. The same seed gives the same bytes.
// Must not know who reads them.

import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

export const home = join(tmpdir(), 'class-balance-bench');

/** xorshift32: numbers from 0 up to, not including, 1. */
export function random(seed) {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

/** Picks indexes below `classes`, the first ones far more often, as long-tailed data has them. */
export function longTail(next, classes, power = 3) {
  return () => Math.floor(classes * next() ** power);
}

/** `size` bytes or a little more in a file of its own folder: head, blocks of rows, foot. Answers folder and file. */
export function madeFile(name, size, { head = '', row, foot = '' }) {
  const folder = join(home, name.replace(/\W/g, '-'));
  const file = join(folder, name);
  if (existsSync(file)) return { folder, file };
  mkdirSync(folder, { recursive: true });
  const out = openSync(`${file}.unfinished`, 'w');
  let written = writeSync(out, head);
  for (let at = 0; written < size;) {
    let block = '';
    for (let rows = 0; rows < 5000; rows += 1) block += row(at++);
    written += writeSync(out, block);
  }
  writeSync(out, foot);
  closeSync(out);
  renameSync(`${file}.unfinished`, file);
  return { folder, file };
}

/** A folder made once by `fill`, which gets the unfinished folder. */
export function madeFolder(name, fill) {
  const folder = join(home, name);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  fill(unfinished);
  renameSync(unfinished, folder);
  return folder;
}

export function removed(path) {
  rmSync(path, { recursive: true, force: true });
}

const syllables = 'ka li mo ru ta ve no si pe da xu fi'.split(' ');

/** A Latin-looking name of a species for each index, all different. */
export function speciesName(index) {
  let rest = index;
  let word = '';
  for (let part = 0; part < 4; part += 1) {
    word += syllables[rest % syllables.length];
    rest = Math.floor(rest / syllables.length);
  }
  return `${word[0].toUpperCase()}${word.slice(1)} ${syllables[index % 12]}${syllables[(index * 7) % 12]}ensis`;
}

/** iNaturalist-like rows: 8,142 long-tailed species, some text quoted, a split column. */
export function csvInput(megabytes, classes = 8142) {
  const next = random(7);
  const pick = longTail(next, classes);
  const names = Array.from({ length: classes }, (_, at) => speciesName(at));
  const row = (at) => {
    // One row in sixteen needs quotes, as text does.
    const where = `${speciesName(at * 31)} ${at % 97} north`;
    const [place, observer] =
      at % 16 === 0
        ? [`"Lake ${at}, ${where}"`, `"a ""b"" ${at}"`]
        : [`${at} ${where}`, `o${at * 7}`];
    const split = at % 10 === 0 ? 'val' : 'train';
    const day = String((at % 28) + 1).padStart(2, '0');
    return (
      `${100000 + at},train_val2018/Aves/${at % 8142}/${(at * 2654435761) % 4294967296}.jpg,` +
      `${at % 800},${at % 600},${observer},${names[pick()]},${split},` +
      `2018-06-${day}T12:00:00Z,CC-BY-NC 4.0 license,${place},${(next() * 180).toFixed(6)},${(next() * 90).toFixed(6)}\n`
    );
  };
  const head = 'id,file,width,height,observer,species,split,date,rights,place,longitude,latitude\n';
  return madeFile(`csv-${megabytes}.csv`, megabytes * 1e6, { head, row });
}

export const padded = (number, width = 6) => String(number).padStart(width, '0');

/** COCO-like: 80 classes, boxes with short polygons, images first. */
export function cocoInput(megabytes) {
  const next = random(11);
  const pick = longTail(next, 80, 2);
  const images = Math.max(1000, megabytes * 250);
  const list = Array.from(
    { length: images },
    (_, at) =>
      `{"license": ${at % 8},"file_name": "${padded(at, 12)}.jpg","height": 480,"width": 640,"id": ${at * 3 + 1}}`,
  ).join(',');
  const categories = Array.from(
    { length: 80 },
    (_, at) =>
      `{"supercategory": "thing","id": ${at + 1 + Math.floor(at / 10)},"name": "${speciesName(at)}"}`,
  ).join(',');
  const coordinate = () => (next() * 640).toFixed(2);
  const row = (at) => {
    const label = pick();
    const points = Array.from({ length: 12 }, coordinate).join(',');
    return (
      `${at === 0 ? '' : ','}{"segmentation": [[${points}]],"area": ${(next() * 9000).toFixed(3)},"iscrowd": ${at % 100 === 0 ? 1 : 0},` +
      `"image_id": ${Math.floor(next() * images) * 3 + 1},"bbox": [${coordinate()},${coordinate()},${coordinate()},${coordinate()}],` +
      `"category_id": ${label + 1 + Math.floor(label / 10)},"id": ${900000 + at}}`
    );
  };
  const head = `{"info": {"year": 2017},"licenses": [],"images": [${list}],"annotations": [`;
  const foot = `],"categories": [${categories}]}`;
  return madeFile(`instances-${megabytes}.json`, megabytes * 1e6, { head, row, foot });
}

/** LVIS-like: 1,203 long-tailed classes, polygons of some hundred points. */
export function lvisInput(megabytes) {
  const next = random(23);
  const pick = longTail(next, 1203);
  const images = Math.max(100, megabytes * 80);
  const list = Array.from(
    { length: images },
    (_, at) =>
      `{"id": ${at * 5 + 9}, "file_name": "${padded(at, 12)}.jpg", "height": 480, "width": 640}`,
  ).join(', ');
  const categories = Array.from(
    { length: 1203 },
    (_, at) => `{"id": ${at + 1}, "name": "${speciesName(at)}", "frequency": "f"}`,
  ).join(', ');
  const coordinate = () => (next() * 640).toFixed(2);
  // Another polygon for each object would take longer to write than to read.
  const polygons = Array.from({ length: 500 }, () =>
    Array.from({ length: 40 + Math.floor(next() * 300) }, coordinate).join(', '),
  );
  const row = (at) =>
    `${at === 0 ? '' : ', '}{"area": ${(next() * 9000).toFixed(2)}, "id": ${at + 1}, "segmentation": [[${polygons[Math.floor(next() * 500)]}]], ` +
    `"image_id": ${Math.floor(next() * images) * 5 + 9}, "bbox": [${coordinate()}, ${coordinate()}, ${coordinate()}, ${coordinate()}], "category_id": ${pick() + 1}}`;
  const head = `{"info": {}, "categories": [${categories}], "images": [${list}], "annotations": [`;
  return madeFile(`lvis-${megabytes}.json`, megabytes * 1e6, { head, row, foot: ']}' });
}

/** JSON lines of documents with a label. */
export function jsonLinesInput(megabytes, classes = 200) {
  const next = random(13);
  const pick = longTail(next, classes);
  const row = (at) => {
    const words = Array.from({ length: 14 }, () => speciesName(Math.floor(next() * 9000)));
    return `{"id": ${at}, "text": "${words.join(' ')} \\"quoted\\" ${at}", "label": "${speciesName(pick())}", "score": ${next().toFixed(4)}}\n`;
  };
  return madeFile(`documents-${megabytes}.jsonl`, megabytes * 1e6, { row });
}

/** Ultralytics layout without the images' content: `images` and `labels`, a data.yaml, 80 classes. */
export function yoloInput(files) {
  return madeFolder(`yolo-${files}`, (folder) => {
    const next = random(17);
    const pick = longTail(next, 80, 2);
    const value = () => next().toFixed(6);
    for (const kind of ['images', 'labels'])
      mkdirSync(join(folder, kind, 'train'), { recursive: true });
    for (let at = 0; at < files; at += 1) {
      const rows = 1 + Math.floor(next() * 12);
      let text = '';
      for (let row = 0; row < rows; row += 1) {
        text += `${pick()} ${value()} ${value()} ${value()} ${value()}\n`;
      }
      writeFileSync(join(folder, 'labels/train', `${padded(at)}.txt`), text);
      writeFileSync(join(folder, 'images/train', `${padded(at)}.jpg`), '');
    }
    const names = Array.from({ length: 80 }, (_, at) => `  ${at}: ${speciesName(at)}`).join('\n');
    writeFileSync(join(folder, 'data.yaml'), `path: .\ntrain: images/train\nnames:\n${names}\n`);
  });
}

/** Pascal VOC: one XML file an image. */
export function vocInput(files) {
  return madeFolder(`voc-${files}`, (folder) => {
    const next = random(19);
    const pick = longTail(next, 20, 2);
    mkdirSync(join(folder, 'Annotations'), { recursive: true });
    const at640 = () => Math.floor(next() * 640);
    for (let at = 0; at < files; at += 1) {
      const objects = Array.from(
        { length: 1 + Math.floor(next() * 5) },
        () =>
          `\t<object>\n\t\t<name>${speciesName(pick())}</name>\n\t\t<pose>Left</pose>\n\t\t<truncated>0</truncated>\n\t\t<difficult>0</difficult>\n` +
          `\t\t<bndbox>\n\t\t\t<xmin>${at640()}</xmin>\n\t\t\t<ymin>${at640()}</ymin>\n\t\t\t<xmax>${at640()}</xmax>\n\t\t\t<ymax>${at640()}</ymax>\n\t\t</bndbox>\n\t</object>\n`,
      ).join('');
      writeFileSync(
        join(folder, 'Annotations', `${padded(at)}.xml`),
        `<annotation>\n\t<folder>VOC2012</folder>\n\t<filename>${padded(at)}.jpg</filename>\n\t<size>\n\t\t<width>640</width>\n\t\t<height>480</height>\n\t\t<depth>3</depth>\n\t</size>\n\t<segmented>0</segmented>\n${objects}</annotation>\n`,
      );
    }
  });
}

/** Parquet with a label column of so many classes, as DuckDB writes it: snappy, a million rows a row group. */
export async function parquetInput(rows, classes, modules) {
  const folder = join(home, `parquet-${rows}-${classes}`);
  const file = join(folder, 'part.parquet');
  if (existsSync(file)) return { folder, file };
  mkdirSync(folder, { recursive: true });
  const { DuckDBInstance } = createRequire(join(modules, 'x.js'))('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const part = '(hash(i) % 1000003) / 1000003.0';
  const label = `'species_' || lpad(floor(${classes} * power(${part}, 3))::INT::VARCHAR, 5, '0')`;
  await connection.run(
    `COPY (SELECT i AS id, ${label} AS species FROM range(${rows}) every(i)) TO '${file}.unfinished' ` +
      '(FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 1000000)',
  );
  renameSync(`${file}.unfinished`, file);
  return { folder, file };
}

/** Objects365-like: one line of JSON of 365 classes, about 15 boxes an image, no polygons. */
export function objects365Input(megabytes) {
  const next = random(23);
  const pick = longTail(next, 365, 3);
  const images = Math.max(100, Math.round(megabytes * 330));
  const list = Array.from(
    { length: images },
    (_, at) =>
      `{"height":512,"id":${at + 420917},"license":5,"width":769,"file_name":"images/v1/patch8/objects365_v1_${padded(at, 8)}.jpg","url":""}`,
  ).join(',');
  const categories = Array.from(
    { length: 365 },
    (_, at) => `{"name":"${speciesName(at)}","id":${at + 1}}`,
  ).join(',');
  const coordinate = () => (next() * 640).toFixed(8);
  const row = (at) =>
    `${at === 0 ? '' : ','}{"id":${at + 1},"iscrowd":0,"isfake":0,"area":${(next() * 9000).toFixed(6)},"isreflected":0,` +
    `"bbox":[${coordinate()},${coordinate()},${coordinate()},${coordinate()}],` +
    `"image_id":${Math.floor(next() * images) + 420917},"category_id":${pick() + 1}}`;
  const head = `{"images":[${list}],"annotations":[`;
  const foot = `],"categories":[${categories}],"licenses":[]}`;
  return madeFile(`zhiyuan_objv2_train-${megabytes}.json`, megabytes * 1e6, { head, row, foot });
}

/** Open Images-like boxes, sorted by image as there: 600 classes, 8.4 boxes an image. */
export function openImagesInput(rows) {
  const next = random(29);
  const pick = longTail(next, 600, 3);
  const machineId = (at) => `/m/0${(at * 7919 + 100_000).toString(36)}`;
  let image = 0;
  const row = () => {
    if (next() < 0.119) image += 1;
    const imageId = (image * 2654435761 + 4294967296).toString(16).padStart(16, '0');
    const value = () => next().toFixed(6);
    return `${imageId},xclick,${machineId(pick())},1,${value()},${value()},${value()},${value()},0,1,0,0,0\n`;
  };
  const folder = madeFolder(`open-images-${rows}`, (unfinished) => {
    const names = Array.from({ length: 600 }, (_, at) => `${machineId(at)},${speciesName(at)}\n`);
    writeFileSync(join(unfinished, 'class-descriptions-boxable.csv'), names.join(''));
    const out = openSync(join(unfinished, 'oidv6-train-annotations-bbox.csv'), 'w');
    writeSync(
      out,
      'ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside\n',
    );
    for (let at = 0; at < rows;) {
      let block = '';
      for (const end = Math.min(rows, at + 5000); at < end; at += 1) block += row();
      writeSync(out, block);
    }
    closeSync(out);
  });
  return { folder, file: join(folder, 'oidv6-train-annotations-bbox.csv') };
}

function pngChunk(type, data) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const named = Buffer.concat([Buffer.from(type), data]);
  return Buffer.concat([length, named, checkSum(named)]);
}

/** CRC-32, a byte at a time (w3.org/TR/png, annex D). */
function checkSum(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  const four = Buffer.alloc(4);
  four.writeInt32BE(~sum);
  return four;
}

/** Masks with a palette and 21 classes, ellipses on a ground of zeros, beside images of the same names. */
export function maskInput(images, side = 1024) {
  return madeFolder(`masks-${images}`, (folder) => {
    const next = random(23);
    const pick = longTail(next, 21, 2);
    for (const kind of ['JPEGImages', 'SegmentationClass']) mkdirSync(join(folder, kind));
    const palette = Buffer.from(Array.from({ length: 768 }, (_, at) => (at * 89) % 256));
    const header = Buffer.alloc(13);
    header.writeUInt32BE(side);
    header.writeUInt32BE(side, 4);
    header.set([8, 3], 8);
    for (let at = 0; at < images; at += 1) {
      const rows = Buffer.alloc(side * (side + 1));
      for (let blob = 2 + Math.floor(next() * 7); blob > 0; blob -= 1) {
        const [x, y, a, b] = [next() * side, next() * side, 20 + next() * 280, 20 + next() * 280];
        const value = pick();
        for (let row = Math.max(0, Math.ceil(y - b)); row < Math.min(side, y + b); row += 1) {
          const half = a * Math.sqrt(1 - ((row - y) / b) ** 2) + 3 * Math.sin(row / 7 + x);
          const [from, to] = [Math.max(0, x - half), Math.min(side, x + half)].map(Math.floor);
          if (to > from) rows.fill(value, row * (side + 1) + 1 + from, row * (side + 1) + 1 + to);
        }
      }
      const png = [
        Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
        pngChunk('IHDR', header),
        pngChunk('PLTE', palette),
        pngChunk('IDAT', deflateSync(rows)),
        pngChunk('IEND', Buffer.alloc(0)),
      ];
      writeFileSync(join(folder, 'SegmentationClass', `${padded(at)}.png`), Buffer.concat(png));
      writeFileSync(join(folder, 'JPEGImages', `${padded(at)}.jpg`), '');
    }
  });
}
