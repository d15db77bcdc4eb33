/** A certificate as a file: whole, and each section unpacked and held against its digest. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { readHeader, readSchedules, type SectionHead } from './shape.ts';
import { InputError } from '../errors.ts';
import { parseJson } from '../schema.ts';

/** The records of a section, one behind the other. */
export interface Records {
  readonly bytes: Uint8Array;
  readonly recordSize: number;
}

export type Certificate = ReturnType<typeof readCertificate>;

/** @throws InputError where the file is not whole, or not of our form */
export function readCertificate(path: string) {
  const body = unsealed(path, 'fermata-certificate/1');
  let at = body.indexOf('\n') + 1;
  const header = readHeader(parseJson(body.toString('utf8', 0, at), path), path);
  const sections = new Map<string, Records>();
  for (const head of header.sections) {
    const place = `${path}: section ${head.name}`;
    if (sections.has(head.name)) throw new InputError(`${place} is there twice`);
    const bytes = unpacked(body.subarray(at, (at += head.bytes)), head, place);
    sections.set(head.name, { bytes, recordSize: head.recordSize });
  }
  if (at !== body.length) throw new InputError(`${path}: its sections do not end where it does`);
  const textOf = (name: string): string => {
    const text = sections.get(name)?.bytes;
    if (text !== undefined && sections.delete(name)) return Buffer.from(text).toString('utf8');
    throw new InputError(`${path}: section ${name} is missing`);
  };
  const place = `${path}: section schedules`;
  const schedules = readSchedules(parseJson(textOf('schedules'), place), place);
  return { ...header, path, source: textOf('source'), schedules, states: sections };
}

/** What stands behind the first line of a file, which has the digest of it. @throws InputError */
export function unsealed(path: string, schema: string): Buffer {
  const file = wholeFile(path);
  const body = file.subarray(file.indexOf('\n') + 1);
  const first = `{"schema":"${schema}","sha256":"${sha256(body)}"}\n`;
  if (file.toString('latin1', 0, file.length - body.length) === first) return body;
  throw new InputError(`${path}: its first line is not ${schema} with the digest of what follows`);
}

function wholeFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

function unpacked(packed: Buffer, head: SectionHead, place: string): Uint8Array {
  const { records, recordSize } = head;
  const size = records * recordSize;
  // One byte of deflate stands for at most 1032.
  const bytes = new Uint8Array(Math.min(size, packed.length * 1032, 2 ** 31));
  for (let at = 0, to = 0; at < packed.length;) {
    try {
      const end = at + 4 + packed.readUInt32LE(at);
      const block = inflateRawSync(packed.subarray(at + 4, end), { maxOutputLength: 2 ** 20 });
      bytes.set(block, to);
      [at, to] = [end, to + block.length];
    } catch (error) {
      throw new InputError(`${place}, byte ${at}: no block: ${(error as Error).message}`);
    }
  }
  if (recordSize > 1) for (let i = recordSize; i < size; i++) bytes[i] ^= bytes[i - recordSize];
  if (bytes.length === size && sha256(bytes) === head.sha256) return bytes;
  throw new InputError(`${place}: its ${records} records are not those of its digest`);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
