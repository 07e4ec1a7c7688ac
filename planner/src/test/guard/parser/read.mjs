// Reads one JSON string a line, answers with one line each: what PostgreSQL's own parser makes of it.
import { createInterface } from 'node:readline';
import { loadModule, parseSync } from 'libpg-query';

await loadModule();
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let answer;
  try {
    answer = parseSync(JSON.parse(line));
  } catch (e) {
    answer = { error: e.message, position: e.sqlDetails?.cursorPosition ?? -1 };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
