import { defineCheck, type Say } from '../define.ts';
import { isBelow } from '../path.ts';
import { type ConfigEvidence, configProbe } from '../probes/config.ts';
import { type Lack, type Mount, type RightsEvidence, rightsProbe } from '../probes/rights.ts';
import { serviceProbe } from '../probes/service.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { serviceState } from '../service/state.ts';
import { isPartOfAgent, OPEN_LOGS } from './agent-parts.ts';

/** How many paths a sentence names. */
const NAMED = 3;

/** Where a running agent writes all the time; its pid file, and what an admin put beside its logs, are none of that. */
const WRITTEN = new RegExp(
  String.raw`\/(?:logs|work)$|\/work\/(?!.*\.pid$)|\/logs\/(?:${OPEN_LOGS.source})$|\/config\.xml$`,
);

const at = (...lines: readonly number[]) => ({ evidence: [{ id: rightsProbe.id, lines }] });

/** Effective rights of the run-as user over the agent's folder and below. Source: KB0535040; KB0782327. */
export const rightsCheck = defineCheck({
  id: 'host.rights',
  step: 'host',
  code: 'host.permissions',
  deciding: true,
  needs: { rights: rightsProbe },
  uses: { service: serviceProbe, wrapper: wrapperProbe, config: configProbe },
  judge: ({ rights, service, wrapper, config }, say) => {
    const { runAs: user } = rights;
    const isPart = ({ path }: { readonly path: string }) =>
      config?.agentDir === undefined || isPartOfAgent(path, config.agentDir);
    const lacks = [...rights.lacks.filter(isPart), ...rights.lacks.filter((l) => !isPart(l))];
    const closed = rights.mounts.filter((m) => m.part !== 'tmp' && m.options.includes('ro'));
    const fixed = rights.fixed.filter(({ path }) => !closed.some((m) => isBelow(path, m.mount)));
    const runs = service !== undefined && serviceState(service, wrapper).kind === 'running';
    const [gone] = rights.dangling;
    if (gone) {
      const params = { path: gone.path, target: gone.target };
      return [(runs ? say.warn : say.fail)('host.permissions', params, { ...at(gone.line), variant: 'dangling' })];
    }
    if (user === undefined) return [say.unknown('host.permissions', 'evidence')];
    if (rights.userMissing) {
      // The owner of a file may be gone while the agent runs as somebody else.
      if (rights.runAsFrom === 'owner') return [say.unknown('host.permissions', 'evidence')];
      return [say.fail('host.permissions', { user }, { variant: 'no-user' })];
    }
    const worst = fixed.find((f) => WRITTEN.test(f.path)) ?? fixed.find(isPart) ?? fixed[0];
    if (worst) {
      const params = { path: worst.path, count: fixed.length, paths: named(fixed) };
      const more = { ...at(...fixed.map((f) => f.line)), variant: worst.why ?? 'closed-to-root' };
      // What may only grow does no harm before a log is turned over; what is read at the start none while it runs.
      const hurts = worst.why !== 'append-only' && (runs ? WRITTEN.test(worst.path) : isPart(worst));
      if (hurts || lacks.length === 0) return [(hurts ? say.fail : say.warn)('host.permissions', params, more)];
    }
    const [first] = lacks;
    // Where nobody can write, to speak of what this user may do would be beside the point.
    if (!first) return closed.length > 0 ? [] : [nothingLacks(rights, user, say)];
    // Of those that are not listed nobody knows what they are.
    const listed = rights.count === undefined || rights.count <= lacks.length;
    const needed = runs ? lacks.some((l) => WRITTEN.test(l.path)) : !listed || isPart(first);
    const beside = listed && !isPart(first);
    const link = rights.linked.find((path) => isBelow(first.path, path));
    const params = {
      user,
      path: first.path,
      right: WORDS[first.right],
      owner: `${first.owner}:${first.group}`,
      mode: first.mode,
      count: paths(rights.count ?? lacks.length, lacks),
      paths: named(lacks),
      ...(link === undefined ? {} : { link }),
    };
    const variant = beside ? 'beside' : variantOf(first, link);
    const more = {
      ...at(...lacks.map((l) => l.line)),
      ...(variant === undefined ? {} : { variant }),
      ...(lacks.some((l) => l.sure) ? {} : { certainty: 'likely' as const }),
    };
    return [needed ? say.fail('host.permissions', params, more) : say.warn('host.permissions', params, more)];
  },
});

/** What a link leads to is not changed with the folder that it is in, and neither is the way to it. */
const variantOf = ({ despiteMode, path }: Lack, link: string | undefined): string | undefined => {
  if (link !== undefined && path === link && despiteMode) return 'linked-way';
  if (despiteMode) return 'access-list';
  return link === undefined ? undefined : 'linked';
};

const nothingLacks = (rights: RightsEvidence, user: string, say: Say) => {
  if (rights.uid === 0) return say.pass('host.permissions', { user }, { variant: 'root' });
  if (rights.incomplete) return say.unknown('host.permissions', 'read-rights', { user });
  if (rights.count === undefined) return say.unknown('host.permissions', 'evidence', { user });
  if (rights.listsUnread.length > 0) return say.unknown('host.permissions', 'root', { user });
  return say.pass('host.permissions', { user }, rights.modesOnly ? { variant: 'modes' } : {});
};

/** Several rights over one path are one path; those that are not listed are not known to be. */
const paths = (rights: number, lacks: readonly Lack[]): number =>
  rights - lacks.length + new Set(lacks.map(({ path }) => path)).size;

const named = (paths: readonly { readonly path: string }[]) =>
  [...new Set(paths.map((p) => p.path))].slice(0, NAMED).join(', ');

const WORDS: Readonly<Record<Lack['right'], string>> = {
  enter: 'enter',
  read: 'read',
  write: 'write to',
  run: 'run',
};

/** A mount on which nobody can write. Source: mount(8); ext4(5) (errors=remount-ro). */
export const readOnlyCheck = defineCheck({
  id: 'host.read-only',
  step: 'host',
  code: 'host.read-only',
  needs: { rights: rightsProbe },
  judge: ({ rights }, say) => {
    const known = rights.mounts.filter((m) => m.part !== 'tmp' && m.options.length > 0);
    const closed = known.find((m) => m.options.includes('ro'));
    if (closed) return [say.fail('host.read-only', { mount: closed.mount, part: partOf(closed) }, at(closed.line))];
    return known.slice(0, 1).map(({ mount, line }) => say.pass('host.read-only', { mount }, at(line)));
  },
});

/** A mount that forbids to execute programs. Source: KB0690910. */
export const noexecCheck = defineCheck({
  id: 'host.noexec',
  step: 'host',
  code: 'host.noexec',
  needs: { rights: rightsProbe },
  uses: { config: configProbe },
  judge: ({ rights, config }, say) => {
    const known = rights.mounts.filter((m) => m.options.length > 0);
    const without = (...parts: readonly Mount['part'][]) =>
      known.find((m) => parts.includes(m.part) && m.options.includes('noexec'));
    // A folder of logs without programs is no fault; the work folder is where upgrades run from.
    const closed = without('agent', 'bin', 'jre');
    if (closed) return [say.fail('host.noexec', { mount: closed.mount, part: partOf(closed) }, at(closed.line))];
    const upgrades = without('work') ?? (unpacksInTmp(config) ? without('tmp') : undefined);
    if (upgrades)
      return [say.warn('host.noexec', { mount: upgrades.mount }, { ...at(upgrades.line), variant: 'upgrades' })];
    return known.slice(0, 1).map(({ mount, line }) => say.pass('host.noexec', { mount }, at(line)));
  },
});

/** Source: "MID Server parameters" (mid.upgrade.use_os_temp_folder). */
const unpacksInTmp = (config: ConfigEvidence | undefined): boolean =>
  config?.parameters
    .findLast((p) => p.name === 'mid.upgrade.use_os_temp_folder')
    ?.value.trim()
    .toLowerCase() === 'true';

const partOf = ({ part }: Mount) => (part === 'agent' ? 'the agent folder' : `the folder ${part} of the agent`);
