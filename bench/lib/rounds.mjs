// Contenders run in turn, round after round, so that a busy machine is unfair to all of them alike.
// Must not know what they do.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import said from '../peers/said.cjs';

const accounts = '/proc/self/stat';
const ticksPerSecond = 100;

/**
 * What a whole process costs: seconds by the clock, and of processor time where the system tells (Linux).
 * Throws where it fails.
 * @param {string} command
 * @param {readonly string[]} args
 */
export function processCost(command, args) {
  const [start, before] = [performance.now(), childSeconds()];
  const { status, stderr } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${command} failed: ${String(stderr)}`);
  return { wall: (performance.now() - start) / 1000, cpu: childSeconds() - before };
}

function childSeconds() {
  if (!existsSync(accounts)) return NaN;
  const text = readFileSync(accounts, 'latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

/**
 * Prints, for each contender, its medians and the median over rounds of its cost against the first one's.
 * @param {Readonly<Record<string, () => { wall: number, cpu: number }>>} contenders
 * @param {number} rounds after one round that warms up and is left out
 */
export function race(contenders, rounds) {
  const costs = new Map(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(contenders)) {
      const cost = run();
      if (round > 0) costs.get(name).push(cost);
    }
  }
  const [first] = costs.values();
  const width = Math.max(...[...costs.keys()].map((name) => name.length));
  console.log(`${''.padEnd(width)}   wall s   ratio (lowest–highest)   cpu s   ratio`);
  for (const [name, own] of costs) {
    const walls = own.map((cost, round) => cost.wall / first[round].wall);
    const cpus = own.map((cost, round) => cost.cpu / first[round].cpu);
    const spread = `(${Math.min(...walls).toFixed(2)}–${Math.max(...walls).toFixed(2)})`;
    const cells = [
      median(own.map((cost) => cost.wall))
        .toFixed(3)
        .padStart(7),
      `${median(walls).toFixed(2)}x`.padStart(6),
      spread.padEnd(16),
      median(own.map((cost) => cost.cpu))
        .toFixed(2)
        .padStart(6),
      `${median(cpus).toFixed(2)}x`.padStart(6),
    ];
    console.log(`${name.padEnd(width)}  ${cells.join('  ')}`);
  }
}

/**
 * Runs commands in turn and answers a Markdown table of medians against the first one's. Each must print the same line,
 * what it counted, or the counts that make it. Peak memory is told of Node's processes only; `cat` counts nothing. Commands that are undefined are left out.
 * @param {Readonly<Record<string, readonly string[] | undefined>>} commands
 * @param {number} rounds after one that warms up and is left out
 */
export function contest(commands, rounds) {
  const there = Object.entries(commands).filter(([, command]) => command !== undefined);
  const costs = new Map(there.map(([name]) => [name, []]));
  let agreed;
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, command] of there) {
      const cost = counted(command);
      agreed ??= cost.said;
      if (cost.said !== undefined && cost.said !== agreed) {
        throw new Error(`${name} counted ${cost.said}, not ${agreed}`);
      }
      if (round > 0) costs.get(name).push(cost);
    }
  }
  const [first] = costs.values();
  const lines = [...costs].map(([name, own]) => {
    const ratios = own.map((cost, round) => cost.wall / first[round].wall);
    const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    const cells = [
      `${median(own.map((cost) => cost.wall)).toFixed(2)} s`,
      `${median(ratios).toFixed(2)} (${spread})`,
      `${median(own.map((cost) => cost.cpu)).toFixed(2)} s`,
      `${median(own.map((cost, round) => cost.cpu / first[round].cpu)).toFixed(2)}`,
      Number.isNaN(own[0].peak) ? '' : `${Math.round(median(own.map((cost) => cost.peak)))} MiB`,
    ];
    return `| ${name} | ${cells.join(' | ')} |`;
  });
  const head = '| | Time | Times ours | Processor time | Times ours | Peak memory |';
  return `All counted ${agreed}.\n\n${head}\n| --- | --: | --: | --: | --: | --: |\n${lines.join('\n')}`;
}

const preload = join(import.meta.dirname, 'peak.cjs');

function counted([command, ...args]) {
  const isNode = command === process.execPath;
  const peakFile = join(tmpdir(), `class-balance-peak-${process.pid}`);
  const [start, before] = [performance.now(), childSeconds()];
  const { status, stdout, stderr } = spawnSync(
    command,
    isNode ? ['--require', preload, ...args] : args,
    {
      encoding: 'utf8',
      env: { ...process.env, PEAK_FILE: peakFile },
      // What cat writes is nobody's to read.
      stdio: ['ignore', command === 'cat' ? 'ignore' : 'pipe', 'pipe'],
    },
  );
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
  const wall = (performance.now() - start) / 1000;
  const peak = isNode ? Number(readFileSync(peakFile, 'utf8')) / 1024 : NaN;
  return {
    wall,
    cpu: childSeconds() - before,
    peak,
    said: command === 'cat' ? undefined : said.lineFrom(stdout),
  };
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
