import type { EvidenceErrorCode } from '../../model/evidence-error.ts';
import type { EvidenceErrorText } from '../types.ts';

const AS_SAVED = 'Ask for the file as midup capture --output saved it.';

/** `evidence.*`: why a file of saved evidence was not opened. */
export const evidenceErrors: Record<EvidenceErrorCode, EvidenceErrorText> = {
  missing: {
    title: 'The file is not there',
    message: 'Nothing is at {file} on this computer.',
    next: ['Check the path: it is read on the computer that MID Up runs on, and ~/ stands for your home folder.'],
  },
  denied: {
    title: 'You may not read the file',
    message: 'The rights of {file}, or of a folder above it, do not let you read it.',
    next: [
      'Have its owner give you a copy of your own: midup capture saves for the eyes of who ran it only.',
      'Where you are its owner, give yourself the right to read it (chmod u+r).',
    ],
  },
  'not-a-file': {
    title: 'That is not a file',
    message: '{file} is a folder, a pipe or a device.',
    next: ['Give the file itself: the one that midup capture --output named.'],
  },
  unreadable: {
    title: 'The file could not be read',
    message: '{file}: {why}.',
    next: ['Copy it to a folder of this computer and open it there.', AS_SAVED],
  },
  'too-large': {
    title: 'The file is too large to be saved evidence',
    message: '{file} is longer than the {limit:bytes} that all evidence of a host takes at most.',
    next: ['Check that it is the right file; a log or an archive is not opened here.', AS_SAVED],
  },
  'not-text': {
    title: 'The file is no text',
    message:
      '{file} is not text in UTF-8, so midup capture did not save it like that: it is another file, packed, or was changed on its way.',
    next: ['Unpack it where it is an archive.', AS_SAVED],
  },
  'cut-off': {
    title: 'The file is not whole',
    message: '{file} begins as saved evidence does, or is empty, and ends too early: it was cut off on its way.',
    next: ['Copy it once more, and compare its size with that of the original.', AS_SAVED],
  },
  foreign: {
    title: 'The file is not saved evidence',
    message: '{file} was not saved by midup capture.',
    next: [AS_SAVED],
  },
  report: {
    title: 'The file is a report',
    message: '{file} is a report of MID Up: it has been judged already, and is there to be read.',
    next: ['Ask for the evidence as well: midup capture saves it.'],
  },
  version: {
    title: 'The file is of another version of MID Up',
    message: '{file} is {theirs}; this version reads {ours}.',
    next: ['Open it with the version of MID Up that saved it.', 'Or have it captured again with this one.'],
  },
  invalid: {
    title: 'The file has been changed',
    message: '{file} is not quite what midup capture saves. At {place}: {what}.',
    next: [AS_SAVED],
  },
};
