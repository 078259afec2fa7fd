/** How a channel of the open connection is called for: no configuration is read, and no other way there is taken. */
export const channelArgs = (socket: string, level: 'ERROR' | 'DEBUG1'): readonly string[] => [
  '-F',
  'none',
  '-S',
  socket,
  '-o',
  'ControlMaster=no',
  // Where the connection refuses a channel, ssh would make a connection of its own.
  '-o',
  'ProxyCommand=false',
  '-o',
  `LogLevel=${level}`,
];

/** Stands where a host's name must stand; the connection is the socket's. */
export const NOBODY = 'midup.invalid';
