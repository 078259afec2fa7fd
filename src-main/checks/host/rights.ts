import { defineCheck } from '../define.ts';
import { type Lack, rightsProbe } from '../probes/rights.ts';
import { serviceProbe } from '../probes/service.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { serviceState } from '../service/state.ts';

/** How many paths a sentence names. */
const NAMED = 3;

/** Effective rights of the run-as user over the agent's folder and below. Source: KB0535040; KB0782327. */
export const rightsCheck = defineCheck({
  id: 'host.rights',
  step: 'host',
  code: 'host.permissions',
  deciding: true,
  needs: { rights: rightsProbe },
  uses: { service: serviceProbe, wrapper: wrapperProbe },
  judge: ({ rights, service, wrapper }, say) => {
    const { runAs: user, lacks, unwritable, mount = '/', mountLine } = rights;
    const at = (lines: readonly number[]) => ({ evidence: [{ id: rightsProbe.id, lines }] });
    if (rights.mountOptions.includes('ro'))
      return [say.fail('host.permissions', { mount }, { ...at([mountLine]), variant: 'read-only' })];
    if (user === undefined) return [say.unknown('host.permissions', 'evidence')];
    if (rights.userMissing) {
      // The owner of a file may be gone while the agent runs as somebody else.
      if (rights.runAsFrom === 'owner') return [say.unknown('host.permissions', 'evidence')];
      return [say.fail('host.permissions', { user }, { variant: 'no-user' })];
    }
    const [locked] = unwritable;
    if (locked)
      return [say.fail('host.permissions', { path: locked.path }, { ...at([locked.line]), variant: 'immutable' })];
    if (rights.uid === 0) return [say.pass('host.permissions', { user }, { variant: 'root' })];
    const [first] = lacks;
    if (!first) {
      if (rights.incomplete) return [say.unknown('host.permissions', 'read-rights', { user })];
      if (rights.count === undefined) return [say.unknown('host.permissions', 'evidence', { user })];
      return [say.pass('host.permissions', { user })];
    }
    const runs = service && serviceState(service, wrapper).kind === 'running';
    const needed = lacks.some((l) => !runs || /\/(?:logs|work)(?:\/|$)|\/config\.xml$/.test(l.path));
    const params = {
      user,
      path: first.path,
      right: WORDS[first.right],
      owner: `${first.owner}:${first.group}`,
      mode: first.mode,
      count: rights.count ?? lacks.length,
      paths: [...new Set(lacks.map((l) => l.path))].slice(0, NAMED).join(', '),
    };
    const more = {
      ...at(lacks.map((l) => l.line)),
      ...(lacks.some((l) => l.sure) ? {} : { certainty: 'likely' as const }),
    };
    return [needed ? say.fail('host.permissions', params, more) : say.warn('host.permissions', params, more)];
  },
});

const WORDS: Readonly<Record<Lack['right'], string>> = {
  enter: 'enter',
  read: 'read',
  write: 'write to',
  run: 'run',
};

/** A mount that forbids to execute programs. Source: KB0690910. */
export const noexecCheck = defineCheck({
  id: 'host.noexec',
  step: 'host',
  code: 'host.noexec',
  needs: { rights: rightsProbe },
  judge: ({ rights }, say) => {
    const { mount, mountOptions, mountLine } = rights;
    if (mount === undefined || mountOptions.length === 0) return [];
    const more = { evidence: [{ id: rightsProbe.id, lines: [mountLine] }] };
    return [
      mountOptions.includes('noexec')
        ? say.fail('host.noexec', { mount }, more)
        : say.pass('host.noexec', { mount }, more),
    ];
  },
});
