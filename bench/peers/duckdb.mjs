// DuckDB, on as many threads as it takes: counts one column of a file. Arguments: the query, with `?` for the file; the file.
// Must not know the file's format.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import said from './said.cjs';

const [, , modules, query, file] = process.argv;
const { DuckDBInstance } = createRequire(join(modules, 'x.js'))('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const reader = await connection.runAndReadAll(
  query.replace('?', `'${file.replaceAll("'", "''")}'`),
);
said.say(reader.getRows().map(([count]) => count));
