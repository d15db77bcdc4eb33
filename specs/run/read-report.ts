/** Reads `report.json` again: what `--json` and `--report` have written, of our own schema. */
import { readFileSync } from 'node:fs';
import { type Report, REPORT_SCHEMA } from '../../reports/data.ts';
import { InputError } from '../errors.ts';

/** @throws InputError when the file is unreadable, of another schema, or not whole. */
export function readReport(file: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // JSON.parse quotes what it found, line breaks and all.
    const why = (error as Error).message.replace(/\s+/g, ' ');
    throw new InputError(`${file} cannot be read: ${why}`);
  }
  const report = (typeof value === 'object' && value !== null ? value : {}) as Partial<Report>;
  if (report.schema !== REPORT_SCHEMA) {
    const found = report.schema === undefined ? 'no schema' : `schema "${report.schema}"`;
    throw new InputError(
      `${file} has ${found}, expected "${REPORT_SCHEMA}": a file of fermata check --json`,
    );
  }
  const lists = [report.runs, report.tests, report.designs, report.notes];
  if (!lists.every(Array.isArray) || typeof report.limits !== 'object') {
    throw new InputError(`${file} is not whole: it lacks runs, tests, designs, notes or limits`);
  }
  return report as Report;
}
