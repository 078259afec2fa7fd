import type { Target } from '../../src-main/model/target.ts';

/** What the connect form holds: text as typed. Nothing secret; that is asked for through prompts. */
export type TargetForm = {
  kind: 'local' | 'ssh';
  address: string;
  agentDir: string;
  sudo: boolean;
  becomeUser: string;
  /** This computer only: root rights by the desktop's own prompt. */
  polkit: boolean;
  user: string;
  identityFile: string;
  jumps: string;
  knownHostsFile: string;
  client: 'builtin' | 'openssh';
};

export type FormError = 'address-missing' | 'address-spaces' | 'control-characters';

export const formOf = (target: Target | null): TargetForm => {
  const reach = target === null || target.kind === 'practice' ? null : target;
  const ssh = target?.kind === 'ssh' ? target : null;
  return {
    kind: target?.kind === 'local' ? 'local' : 'ssh',
    address: ssh?.address ?? '',
    agentDir: reach?.agentDir ?? '',
    sudo: reach?.sudo ?? false,
    becomeUser: reach?.becomeUser ?? '',
    polkit: target?.kind === 'local' && target.polkit === true,
    user: ssh?.user ?? '',
    identityFile: ssh?.identityFiles?.join(', ') ?? '',
    jumps: ssh?.jumps?.join(', ') ?? '',
    knownHostsFile: ssh?.knownHostsFile ?? '',
    client: ssh?.client ?? 'builtin',
  };
};

/** True where something stands in the fields that are folded away. */
export const hasOptions = (form: TargetForm): boolean =>
  form.client !== 'builtin' ||
  [form.user, form.identityFile, form.jumps, form.knownHostsFile, form.becomeUser].some((text) => text.trim() !== '');

export const targetOf = (form: TargetForm): { readonly target: Target } | { readonly error: FormError } => {
  const reach = {
    ...text('agentDir', form.agentDir),
    ...(form.sudo ? { sudo: true } : {}),
    ...(form.sudo ? text('becomeUser', form.becomeUser) : {}),
  };
  const address = form.address.trim();
  const used = form.kind === 'local' ? [form.agentDir] : Object.values(form).filter((v) => typeof v === 'string');
  if (used.some((value) => /[\u0000-\u001f\u007f]/.test(value))) return { error: 'control-characters' };
  if (form.kind === 'local')
    return { target: { kind: 'local', ...reach, ...(form.sudo && form.polkit ? { polkit: true } : {}) } };
  if (address === '') return { error: 'address-missing' };
  if (/\s/.test(address)) return { error: 'address-spaces' };
  return {
    target: {
      kind: 'ssh',
      address,
      ...text('user', form.user),
      ...texts('identityFiles', form.identityFile),
      ...texts('jumps', form.jumps),
      ...text('knownHostsFile', form.knownHostsFile),
      ...(form.client === 'openssh' ? { client: form.client } : {}),
      ...reach,
    },
  };
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
