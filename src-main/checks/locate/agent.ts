import { defineCheck } from '../define.ts';
import { type AgentSource, type LocatedAgent, locateProbe } from '../probes/locate.ts';
import { wayIn } from './container.ts';

/** Where the agent is. Only one can be looked at; several are for the user to choose from. */
export const locateCheck = defineCheck({
  id: 'locate.agent',
  step: 'locate',
  code: 'locate.not-found',
  deciding: true,
  needs: { locate: locateProbe },
  judge: ({ locate }, say) => {
    const { agents, chosen, given, givenName, givenNot } = locate;
    const at = (lines: readonly number[]) => ({ evidence: [{ id: locateProbe.id, lines }] });
    const seen = agents.map((a) => a.dir).join(', ');
    if (given !== undefined && givenNot !== undefined && givenNot !== 'unreadable')
      return [
        say.fail(
          'locate.not-found',
          { given, seen: seen || 'none' },
          { variant: seen ? 'given-others' : `given-${givenNot}` },
        ),
      ];
    const agent = agents.find((a) => a.dir === chosen);
    if (chosen !== null && agent?.readable === false)
      return [
        say.unknown('locate.unreadable', 'read-rights', { dir: chosen, user: locate.user ?? '' }, at([agent.line])),
      ];
    if (agent) {
      const params = {
        dir: agent.dir,
        name: agent.name ?? '',
        how: agent.sources.map(howOf).join(', '),
        user: locate.user ?? '',
        copies: locate.copies.slice(0, 5).join(', '),
      };
      const variant = agent.name === null ? (agent.configClosed ? 'closed' : 'no-name') : 'copies';
      const plain = agent.name !== null && locate.copies.length === 0;
      return [say.pass('locate.found', params, { ...at([agent.line]), ...(plain ? {} : { variant }) })];
    }
    if (givenName !== undefined && agents.length > 0 && namesakes(agents, givenName).length === 0) {
      const params = { name: givenName, list: agents.map(toldApart).join(', ') };
      const where = at(agents.map((a) => a.line));
      // One of those that could not be read may be it.
      return agents.some((a) => a.name === null)
        ? [say.unknown('locate.not-found', 'read-rights', params, { ...where, variant: 'closed-names' })]
        : [say.fail('locate.not-found', params, { ...where, variant: 'other-names' })];
    }
    if (agents.length > 1) {
      const list = (givenName === undefined ? agents : namesakes(agents, givenName)).map(toldApart).join(', ');
      return [
        say.unknown(
          'locate.several',
          'agent-folder',
          { count: givenName === undefined ? locate.count : namesakes(agents, givenName).length, list },
          at(agents.map((a) => a.line)),
        ),
      ];
    }
    const [gone] = locate.gone;
    if (gone)
      return [
        say.fail(
          'locate.not-found',
          { dir: gone.dir, name: gone.source.name },
          { variant: 'service-without-folder', ...at([gone.line]) },
        ),
      ];
    const [contained] = locate.containers;
    if (contained)
      return [
        say.unknown('locate.not-found', 'agent-folder', wayIn(contained), {
          ...at([contained.line]),
          variant: 'in-container',
        }),
      ];
    if (locate.processesHidden || locate.user === undefined) return [say.unknown('locate.not-found', 'root')];
    return [say.fail('locate.not-found')];
  },
});

const namesakes = (agents: readonly LocatedAgent[], name: string) =>
  agents.filter((a) => a.name?.toLowerCase() === name.toLowerCase());

const KINDS: Readonly<Record<AgentSource['kind'], string>> = {
  unit: 'unit',
  'user-unit': 'unit of a user',
  init: 'init script',
  process: 'process',
  folder: 'folder',
  given: 'given',
};
const howOf = ({ kind, name }: AgentSource): string => (name ? `${KINDS[kind]} ${name}` : KINDS[kind]);

/** Name, folder, and whether it runs: the one that is Down is often the one that does not. */
const toldApart = ({ dir, name, sources }: LocatedAgent): string => {
  const folder = sources.some((s) => s.kind === 'process') ? `${dir}, running` : dir;
  return name === null ? folder : `${name} (${folder})`;
};
