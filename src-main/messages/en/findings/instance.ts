import type { CodeText } from '../../types.ts';

const INSTANCE = 'MID Up does not read the instance yet; answer this step by hand.';
const ALLOWS = 'Verifying that the Instance Allows MID Server Communication';

/** `instance.*`: what the instance needs to have switched on for any MID Server. */
export const instance = {
  'instance.ok': {
    pass: { title: 'The instance allows MID traffic' },
    fail: { title: 'The instance does not allow MID traffic' },
    unknown: { title: "Can't tell whether the instance allows MID traffic" },
    explain: {
      title: 'The instance allows MID traffic',
      meaning:
        'Basic authorization for SOAP is as it should be, the seven scripted web services of the MID Server are active, and the public page InstanceInfo is.',
      how: INSTANCE,
      doThis: [
        'Check System Properties > Web Services, System Web Services > Scripted Web Services, and sys_public.list.',
      ],
      kbSection: ALLOWS,
      source: 'KB0535040',
    },
  },
  'instance.unreachable': {
    fail: {
      title: 'MID Up cannot reach the instance',
      doThis: ['Check the address, and open it in a browser on this computer.'],
    },
    unknown: { title: "Can't tell whether the instance can be reached" },
    explain: {
      title: 'MID Up cannot reach the instance',
      meaning:
        'This computer cannot reach the instance, so that its side is not seen. It says nothing about the way from the MID Server, which the network step tries from its own host.',
      how: INSTANCE,
      doThis: ['Open the address of the instance in a browser on this computer.', 'Check the proxy of this computer.'],
      kbSection: 'Common Network Issues',
      source: 'inference',
    },
  },
  'instance.hibernating': {
    fail: {
      title: 'The instance is hibernating',
      because: 'A developer instance that nobody uses is put to sleep; a MID Server cannot reach it then.',
      doThis: ['Wake it by signing in at the ServiceNow developer site, and wait 5 minutes.'],
    },
    explain: {
      title: 'The instance is hibernating',
      meaning:
        'A personal developer instance is switched off after a time without use, and answers with a page that says so. Its MID Servers go Down until it is woken.',
      how: 'The network step sees the page that a hibernating instance answers with, in the place of its web service.',
      doThis: [
        'Sign in at the ServiceNow developer site and wake the instance; it takes about 5 minutes.',
        'The MID Server then comes back by itself.',
      ],
      kbSection: 'not in KB0535040',
      source: 'Documentation: Understanding personal developer instances; the text of the page is inference',
    },
  },
  'instance.basic-auth-property': {
    fail: {
      title: 'Basic authorization for SOAP is not required',
      because: 'The MID Server talks SOAP with basic authorization; the property decides whether it is asked for.',
      doThis: [
        'As admin, check "Require basic authorization for incoming SOAP requests" in System Properties > Web Services.',
      ],
    },
    explain: {
      title: 'Basic authorization for SOAP is not required',
      meaning:
        'The MID Server signs in with basic authorization on every SOAP call. The property glide.basicauth.required.soap should be on.',
      how: INSTANCE,
      doThis: [
        'As admin, open System Properties > Web Services and check "Require basic authorization for incoming SOAP requests".',
      ],
      kbSection: ALLOWS,
      source: 'KB0535040',
    },
  },
  'instance.web-service-inactive': {
    fail: {
      title: 'A scripted web service that the MID Server needs is inactive',
      because: 'Without it the MID Server cannot tell its version, its packages, or its rights.',
      doThis: ['Open a case with ServiceNow Support: the record needs the maint role to be changed.'],
    },
    explain: {
      title: 'A scripted web service that the MID Server needs is inactive',
      meaning:
        'Seven scripted web services must be active: GetMIDInfo, InstanceInfo, MIDAssignedPackages, MIDFieldForFileProvider, MIDFileSyncSnapshot, MIDServerCheck and MIDServerFileProvider.',
      how: INSTANCE,
      doThis: [
        'Open System Web Services > Scripted Web Services and look for the one that is not active.',
        'These records need the maint role: ask ServiceNow Support to activate it.',
      ],
      kbSection: ALLOWS,
      source: 'KB0535040',
    },
  },
  'instance.web-service-missing': {
    fail: {
      title: 'A scripted web service that the MID Server needs is missing',
      doThis: ['Open a case with ServiceNow Support to have it restored.'],
    },
    explain: {
      title: 'A scripted web service that the MID Server needs is missing',
      meaning: 'One of the seven scripted web services of the MID Server is not on the instance at all.',
      how: INSTANCE,
      doThis: [
        'Compare System Web Services > Scripted Web Services with the seven names in KB0535040.',
        'Ask ServiceNow Support to restore what is missing.',
      ],
      kbSection: ALLOWS,
      source: 'KB0535040; inference',
    },
  },
  'instance.public-page-inactive': {
    fail: {
      title: 'The public page InstanceInfo is inactive',
      because: 'The MID Server asks it, without signing in, for the version that it must have.',
      doThis: ['Open a case with ServiceNow Support: the record needs the maint role to be changed.'],
    },
    explain: {
      title: 'The public page InstanceInfo is inactive',
      meaning:
        'The MID Server compares its version with the one that the public page InstanceInfo gives. It must be active.',
      how: 'The network step asks InstanceInfo as the MID Server does: an answer of 401 means that it is not public. The record itself is not read yet.',
      doThis: [
        'Open sys_public.list and look at the page InstanceInfo.',
        'The record needs the maint role: ask ServiceNow Support to activate it.',
      ],
      kbSection: ALLOWS,
      source: 'KB0535040; what 401 means is inference',
    },
  },
  'instance.queue-backlog': {
    fail: {
      title: 'Work for the MID Server piles up on the instance',
      doThis: ['Look at what waits in the ECC queue, and whether the MID Server is the only one for it.'],
    },
    warn: { title: 'Work for the MID Server waits on the instance' },
    explain: {
      title: 'Work for the MID Server piles up on the instance',
      meaning:
        'Output records of the ECC queue for this MID Server stay in the state ready: it does not fetch them, or not fast enough.',
      how: INSTANCE,
      doThis: [
        'Filter the ECC queue by agent and state ready, and see which topic waits, and since when.',
        'Where it is up and validated and nothing moves, check that the MID scripted web services are unchanged.',
      ],
      kbSection: 'not in KB0535040',
      source: 'Documentation: ECC queue and MID Server; inference',
    },
  },
  'instance.heartbeat-job': {
    fail: {
      title: 'The job that asks MID Servers for heartbeats does not run',
      because: 'Without it the record is never set to Up again, however well the MID Server works.',
      doThis: ['On the instance, set the scheduled job MID Server Monitor back to ready.'],
    },
    explain: {
      title: 'The job that asks MID Servers for heartbeats does not run',
      meaning:
        'The scheduled job MID Server Monitor (or the job events process) is in error. The MID Server works, but its record stays Down.',
      how: INSTANCE,
      doThis: [
        'Look at the scheduled jobs MID Server Monitor and events process, and set them back to ready.',
        'Check whether all MID Servers are Down at once: that speaks for this.',
      ],
      kbSection: 'not in KB0535040',
      source: 'KB0535146',
    },
  },
  'instance.no-access': {
    warn: { title: 'The instance was not fully readable' },
    unknown: { title: "Can't tell: the account may not read this on the instance" },
    explain: {
      title: 'The account may not read what is needed on the instance',
      meaning:
        'The account that MID Up uses on the instance may not read some records, so that they are unknown, not wrong.',
      how: INSTANCE,
      doThis: ['Use an account that may read ecc_agent and sys_properties, or look yourself and answer by hand.'],
      kbSection: 'not in KB0535040',
      source: 'inference',
    },
  },
} satisfies Partial<Record<`instance.${string}`, CodeText>>;
