import { type AddressFault, readAddress } from '../../src-main/model/address.ts';
import type { Target } from '../../src-main/model/target.ts';

/** What the connect form holds: text as typed. Nothing secret; that is asked for through prompts. */
export type TargetForm = {
  kind: 'local' | 'ssh' | 'evidence';
  address: string;
  agentDir: string;
  midName: string;
  sudo: boolean;
  becomeUser: string;
  /** This computer only: root rights by the desktop's own prompt. */
  polkit: boolean;
  user: string;
  identityFile: string;
  jumps: string;
  knownHostsFile: string;
  client: 'builtin' | 'openssh';
  /** Saved evidence only: the path of its file. */
  file: string;
};

/** What cannot be connected to as it is: `text` is the one host of several that is wrong. */
export type FormError =
  | { readonly field: 'any'; readonly why: 'control-characters' }
  | { readonly field: 'address'; readonly why: 'missing' | 'spaces' | AddressFault }
  | { readonly field: 'file'; readonly why: 'no-file' }
  | { readonly field: 'jumps'; readonly why: 'spaces' | AddressFault; readonly text: string };

export const formOf = (target: Target | null): TargetForm => {
  const ssh = target?.kind === 'ssh' ? target : null;
  const reach = target?.kind === 'local' ? target : ssh;
  return {
    kind: target?.kind === 'local' || target?.kind === 'evidence' ? target.kind : 'ssh',
    address: ssh?.address ?? '',
    agentDir: reach?.agentDir ?? '',
    midName: reach?.midName ?? '',
    sudo: reach?.sudo ?? false,
    becomeUser: reach?.becomeUser ?? '',
    polkit: target?.kind === 'local' && target.polkit === true,
    user: ssh?.user ?? '',
    identityFile: ssh?.identityFiles?.join(', ') ?? '',
    jumps: ssh?.jumps?.join(', ') ?? '',
    knownHostsFile: ssh?.knownHostsFile ?? '',
    client: ssh?.client ?? 'builtin',
    file: target?.kind === 'evidence' ? target.file : '',
  };
};

/** True where something stands in the fields that are folded away. */
export const hasOptions = (form: TargetForm): boolean =>
  form.client !== 'builtin' ||
  [form.user, form.identityFile, form.jumps, form.knownHostsFile, form.becomeUser].some((text) => text.trim() !== '');

export const targetOf = (form: TargetForm): { readonly target: Target } | { readonly error: FormError } => {
  const reach = {
    ...text('agentDir', form.agentDir),
    ...text('midName', form.midName),
    ...(form.sudo ? { sudo: true } : {}),
    ...(form.sudo ? text('becomeUser', form.becomeUser) : {}),
  };
  const address = form.address.trim();
  if (usedOf(form).some((value) => /[\u0000-\u001f\u007f]/.test(value)))
    return { error: { field: 'any', why: 'control-characters' } };
  if (form.kind === 'evidence') {
    const file = form.file.trim();
    return file === '' ? { error: { field: 'file', why: 'no-file' } } : { target: { kind: 'evidence', file } };
  }
  if (form.kind === 'local')
    return { target: { kind: 'local', ...reach, ...(form.sudo && form.polkit ? { polkit: true } : {}) } };
  if (address === '') return { error: { field: 'address', why: 'missing' } };
  const why = faultOf(address);
  if (why) return { error: { field: 'address', why } };
  const jumps = texts('jumps', form.jumps);
  for (const text of jumps.jumps ?? []) {
    const wrong = faultOf(text);
    if (wrong) return { error: { field: 'jumps', why: wrong, text } };
  }
  return {
    target: {
      kind: 'ssh',
      address,
      ...text('user', form.user),
      ...texts('identityFiles', form.identityFile),
      ...jumps,
      ...text('knownHostsFile', form.knownHostsFile),
      ...(form.client === 'openssh' ? { client: form.client } : {}),
      ...reach,
    },
  };
};

/** What stands in fields that are not shown does not count. */
const usedOf = ({ kind, file, ...form }: TargetForm): readonly string[] => {
  if (kind === 'evidence') return [file];
  return kind === 'local'
    ? [form.agentDir, form.midName]
    : Object.values(form).filter((value) => typeof value === 'string');
};

const faultOf = (address: string): 'spaces' | AddressFault | null => {
  if (/\s/.test(address)) return 'spaces';
  const read = readAddress(address);
  return 'fault' in read ? read.fault : null;
};

const text = <K extends string>(key: K, value: string): Partial<Record<K, string>> => {
  const trimmed = value.trim();
  return trimmed === '' ? {} : ({ [key]: trimmed } as Record<K, string>);
};

const texts = <K extends string>(key: K, value: string): Partial<Record<K, string[]>> => {
  const parts = value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.length === 0 ? {} : ({ [key]: parts } as Record<K, string[]>);
};
