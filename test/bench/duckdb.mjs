// SPDX-License-Identifier: PostgreSQL
// duckdb.mjs: DuckDB in memory as a peer of the bench. A line of SQL in, a
// line out: "ok" and the values of the first row, or "error" and the message,
// separated by tabs.
import readline from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';

const connection = await (await DuckDBInstance.create(':memory:')).connect();

for await (const sql of readline.createInterface({ input: process.stdin })) {
	let answer;
	try {
		const [row = []] = (await connection.runAndReadAll(sql)).getRows();
		answer = ['ok', ...row.map(String)];
	} catch (error) {
		answer = ['error', String(error.message).replace(/\s+/g, ' ')];
	}
	process.stdout.write(answer.join('\t') + '\n');
}
