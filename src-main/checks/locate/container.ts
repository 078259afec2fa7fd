import { defineCheck } from '../define.ts';
import { type ContainedAgent, type ContainerKind, locateProbe } from '../probes/locate.ts';

/** An agent that runs in a container of this host: its folder is in there. */
export const containerCheck = defineCheck({
  id: 'service.container',
  step: 'service',
  code: 'service.in-container',
  needs: { locate: locateProbe },
  judge: ({ locate }, say) => {
    const [first] = locate.containers;
    if (!first) return [];
    const pids = locate.containers.map((c) => c.pid).join(', ');
    return [
      say.info(
        'service.in-container',
        { pids, count: locate.containers.length, ...wayIn(first) },
        { evidence: [{ id: locateProbe.id, lines: [first.line] }] },
      ),
    ];
  },
});

/** Which container it is, and the command that leads into it. Sources: the manual pages of these tools. */
export const wayIn = ({
  kind,
  container,
  dir,
  pid,
}: ContainedAgent): { readonly where: string; readonly enter: string } => ({
  where: `${NAMES[kind]}${container && ` ${container}`}${dir && dir !== '/' ? `, in its folder ${dir}` : ''}`,
  enter: container ? ENTER[kind](container) : ENTER.other(pid),
});

const NAMES: Readonly<Record<ContainerKind, string>> = {
  docker: 'the Docker container',
  podman: 'the Podman container',
  kubernetes: 'the Kubernetes container',
  containerd: 'the container',
  lxc: 'the LXC container',
  nspawn: 'the machine',
  other: 'a container',
};

const ENTER: Readonly<Record<ContainerKind, (name: string) => string>> = {
  docker: (id) => `docker exec -it ${id} sh`,
  podman: (id) => `podman exec -it ${id} sh`,
  kubernetes: (id) => `crictl exec -it ${id} sh`,
  containerd: (id) => `crictl exec -it ${id} sh`,
  lxc: (name) => `lxc-attach -n ${name}`,
  nspawn: (name) => `machinectl shell ${name}`,
  other: (pid) => `nsenter -t ${pid} -a sh`,
};
