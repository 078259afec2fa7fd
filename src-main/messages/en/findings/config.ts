import type { CodeText, FindingText } from '../../types.ts';

const NOT_IN_KB = 'not in KB0535040';
const RESTART = 'Then start the MID Server, or restart it where it runs: config.xml is read at the start.';
const CANT_READ = { title: "Can't tell: config.xml could not be read" } as const;

/** One way in which config.xml is no XML; all of them stop the agent alike. */
const malformed = (what: string, doThis: string): FindingText => ({
  title: 'config.xml is not well-formed',
  saw: `{path} breaks off at line {line}, column {column}: ${what}`,
  because: 'The agent reads it as XML before anything else, and does not start where it cannot.',
  doThis: [doThis, RESTART],
});

const url = (title: string, saw: string, doThis: string): FindingText => ({
  title,
  saw,
  because: 'The agent makes the address of every call out of it.',
  doThis: [doThis, RESTART],
});

/** `config.*`: what stands in config.xml and in the wrapper's files. */
export const config = {
  'config.missing': {
    pass: { title: 'config.xml is there', saw: '{path} can be read.' },
    fail: {
      title: 'config.xml is missing',
      saw: 'There is no {path}.',
      because: 'Without it the agent knows neither its instance nor its user, and does not start.',
      doThis: [
        'Restore config.xml from a backup of the agent folder, with its mid_sys_id; or run the installer again.',
        RESTART,
      ],
    },
    unknown: { title: "Can't tell whether config.xml is there" },
    variants: {
      dangling: {
        title: 'config.xml leads nowhere',
        saw: '{path} is a link to {target}, and nothing is there.',
        because: 'Without it the agent knows neither its instance nor its user, and does not start.',
        doThis: [
          'Bring back what the link leads to: mount the file system that it lies on, or restore it there.',
          RESTART,
        ],
      },
      copies: {
        title: 'config.xml is missing',
        saw: 'There is no {path}; beside where it was lie {copies}.',
        because: 'Without it the agent knows neither its instance nor its user, and does not start.',
        doThis: [
          'Look into {copy}, which is the newest of them: where its url, name and mid_sys_id are those of this MID Server, copy it to config.xml, readable for the user of the MID Server.',
          RESTART,
        ],
      },
      'not-a-file': {
        title: 'config.xml is not a file',
        saw: '{path} is there, but it is no regular file.',
        because: 'The agent cannot read its settings from it, and does not start.',
        doThis: ['Put config.xml back as a file, from a backup of the agent folder.', RESTART],
      },
    },
    explain: {
      title: 'config.xml is missing',
      meaning: 'The agent folder has no config.xml, where the address of the instance, the name and the user stand.',
      how: 'The file is looked for in the agent folder, and read with all secrets masked on the host.',
      doThis: [
        'Restore config.xml from a backup, with its mid_sys_id.',
        'Where there is none, run the installer of the MID Server again.',
      ],
      kbSection: NOT_IN_KB,
      source: 'Documentation: MID Server parameters',
    },
  },
  'config.malformed': {
    pass: { title: 'config.xml is well-formed', saw: '{path} is XML, with {count:count} parameters.' },
    fail: malformed('{message}.', 'Correct that place in config.xml.'),
    unknown: { title: "Can't tell whether config.xml is well-formed" },
    variants: {
      ampersand: malformed(
        'an & that is not written as &amp; stands in {parameter}.',
        'Write the & at line {line}, column {column} of config.xml as &amp;.',
      ),
      'less-than': malformed(
        'a < that is not written as &lt; stands in {parameter}.',
        'Write the < at line {line}, column {column} of config.xml as &lt;.',
      ),
      quote: malformed(
        'quotation marks do not match in {parameter} ({message}).',
        'Close the value in quotation marks; write a " inside of it as &quot;.',
      ),
      typographic: malformed(
        'a value stands in quotation marks of a word processor.',
        'Write the quotation marks in line {line} of config.xml as plain ones (").',
      ),
      twice: malformed(
        'one attribute stands twice in {parameter} ({message}).',
        'Take one of the two out of {parameter}, in line {line} of config.xml.',
      ),
      comment: malformed(
        'two hyphens stand inside of a comment, as where one comment is put around another.',
        'Take the comment inside out, or its --, at line {line} of config.xml.',
      ),
      root: malformed(
        '{message}, and has to be parameters.',
        'Restore config.xml from a backup, or put <parameters> and </parameters> around its parameters.',
      ),
      other: malformed('{message}.', 'Correct that place in config.xml.'),
      encoding: {
        title: 'config.xml is not in the encoding that it says',
        saw: 'Line {line} of {path} holds bytes that are not {encoding}.',
        because: 'The agent reads it as {encoding}, and does not start where it cannot.',
        doThis: [
          'Save config.xml as UTF-8, or write the letters that are not plain English in line {line} as entities.',
          RESTART,
        ],
      },
      'encoding-other': {
        title: 'config.xml is not in the encoding that it says',
        saw: 'The first line of {path} says {encoding}, and the file {real}.',
        because: 'A parser takes the word of the first line, reads nonsense, and the agent does not start.',
        doThis: ['Save config.xml as UTF-8, with encoding="UTF-8" in its first line.', RESTART],
      },
      'encoding-unknown': {
        title: 'config.xml names an encoding that does not exist',
        saw: 'The first line of {path} says {encoding}, which this host does not know.',
        because: 'The agent cannot read the file then, and does not start.',
        doThis: ['Save config.xml as UTF-8, with encoding="UTF-8" in its first line.', RESTART],
      },
      control: {
        title: 'config.xml holds bytes that are no text',
        saw: 'In line {line} of {path} stand control characters, such as zero bytes.',
        because:
          'XML forbids them, and the agent does not start. Zero bytes are left behind where the host lost power while the file was written.',
        doThis: ['Restore config.xml from a backup, or take these characters out of line {line}.', RESTART],
      },
    },
    explain: {
      title: 'config.xml is not well-formed',
      meaning:
        'A character that has a meaning of its own in XML stands in a value as it is, most often an & or a < in a password, or a quotation mark is missing.',
      how: 'config.xml goes through a real XML parser; secrets are masked on the host in a way that keeps every position. Line and column are those of the file. UTF-16 and other encodings are understood; what contradicts them is told as the parser of Java takes it. Where a document type declares entities, that is left open: what the agent does with it is not documented.',
      doThis: ['Write & as &amp;, < as &lt; and " as &quot; in the value that is named.', RESTART],
      kbSection: NOT_IN_KB,
      source: 'Documentation: MID Server reserved characters',
    },
  },
  'config.placeholder': {
    pass: { title: 'config.xml is filled in', saw: 'None of the {count:count} values is a placeholder.' },
    fail: {
      title: 'config.xml was never filled in',
      saw: 'Still as they are shipped: {names}.',
      because: 'The agent takes a placeholder for the real value, and gets nowhere with it.',
      doThis: ['Put the real values into config.xml: {names}.', RESTART],
    },
    unknown: CANT_READ,
    variants: {
      unexpanded: {
        title: 'config.xml holds variables that were never replaced',
        saw: 'Still a variable, or a reference to a vault: {names}.',
        because: 'The agent takes it for the real value, and gets nowhere with it.',
        doThis: ['Put the real values into config.xml: {names}.', RESTART],
      },
    },
    explain: {
      title: 'config.xml was never filled in',
      meaning:
        'One or more values are those of the shipped template, such as YOUR_INSTANCE, or a variable or a reference to a vault that an unattended installation should have replaced.',
      how: 'The values of config.xml are compared with those of the template; parameters in comments do not count.',
      doThis: ['Put the real values into config.xml.', RESTART],
      kbSection: NOT_IN_KB,
      source: 'The shipped config.xml; documentation: MID Server parameters; variables are inference',
    },
  },
  'config.url-invalid': {
    pass: { title: 'The address of the instance is well-formed', saw: 'url is {url}.' },
    fail: url(
      'The address of the instance is wrong',
      'url is {url}.',
      'Write url as https://<instance>.service-now.com/ in config.xml.',
    ),
    warn: url(
      'The address of the instance has no TLS',
      'url is {url}.',
      'Write url with https in config.xml, unless the instance is your own and has no TLS.',
    ),
    unknown: CANT_READ,
    variants: {
      missing: url(
        'config.xml names no instance',
        'There is no url in config.xml, or it is empty.',
        'Write the parameter url into config.xml: https://<instance>.service-now.com/.',
      ),
      spaces: url(
        'The address of the instance has blanks in it',
        'url is "{url}".',
        'Take the blanks out of url in config.xml.',
      ),
      characters: url(
        'The address of the instance holds characters that do not belong there',
        'url is {url}, and in it are {signs}, which cannot be seen or look like others.',
        'Type url in config.xml anew by hand: https://<instance>.service-now.com/.',
      ),
      'no-scheme': url(
        'The address of the instance lacks https://',
        'url is {url}.',
        'Put https:// in front of url in config.xml.',
      ),
      scheme: url(
        'The address of the instance does not begin with https://',
        'url is {url}.',
        'Write url in config.xml with https:// at its start.',
      ),
      http: url(
        'The address of the instance is http, not https',
        'url is {url}.',
        'Write url in config.xml with https:// at its start.',
      ),
      path: url(
        'The address of the instance goes on behind the host',
        'url is {url}.',
        'Take away everything after the host name of url in config.xml; one / may stay.',
      ),
      user: url(
        'The address of the instance has a user in it',
        'url is {url}.',
        'Take the user and password out of url in config.xml; they have parameters of their own.',
      ),
      domain: url(
        "The address of the instance is not in ServiceNow's domain",
        'url is {url}; instances are below service-now.com.',
        'Write url as https://<instance>.service-now.com/ in config.xml.',
      ),
      'not-a-url': url(
        'The address of the instance is none',
        'url is "{url}".',
        'Write url as https://<instance>.service-now.com/ in config.xml.',
      ),
    },
    explain: {
      title: 'The address of the instance is wrong',
      meaning: 'The parameter url must be https:// and the host name of the instance, and nothing after it.',
      how: 'The parameter url of config.xml: its scheme, blanks, a path, a user in it, and a domain that is service-now.com but for a slip.',
      doThis: ['Write url as https://<instance>.service-now.com/ in config.xml.', RESTART],
      kbSection: 'Common Network Issues',
      source: 'Documentation: MID Server parameters',
    },
  },
  'config.duplicate-parameter': {
    pass: {
      title: 'No parameter stands twice in config.xml',
      saw: 'Each of the {count:count} parameters stands there once.',
    },
    fail: {
      title: 'A parameter stands twice in config.xml',
      saw: '{names} stands {count:count} times, at lines {lines}.',
      because:
        'Only one of them counts, and it may be the wrong one; two users or passwords are a known cause of a refused sign-in.',
      doThis: ['Keep one {names} in config.xml, with the right value, and take the others out.', RESTART],
    },
    warn: {
      title: 'A parameter stands twice in config.xml, with two values',
      saw: '{names} stands {count:count} times, at lines {lines}.',
      because: 'Only one of them counts.',
      doThis: ['Keep one {names} in config.xml.', RESTART],
    },
    unknown: CANT_READ,
    variants: {
      same: {
        title: 'A parameter stands twice in config.xml',
        saw: '{names} stands {count:count} times, at lines {lines}, with one value.',
        because: 'It does no harm until only one of them is changed.',
        doThis: ['Keep one {names} in config.xml.'],
      },
    },
    explain: {
      title: 'A parameter stands twice in config.xml',
      meaning:
        'The same setting is given more than once, under one name or under its old and its new one (glide.glidesoap.username and mid.instance.username).',
      how: 'The names in config.xml are counted; comments do not count. Whether two passwords are the same is not seen: they never leave the host.',
      doThis: ['Keep one of them, with the right value.', RESTART],
      kbSection: 'Common Security Configuration Issues',
      source: 'KB0726937; documentation: MID Server parameters',
    },
  },
  'config.password-missing': {
    pass: { title: 'config.xml has a user and a password', saw: 'The user is {user}; the password was not looked at.' },
    fail: {
      title: 'config.xml has no password',
      saw: 'The user is {user}, and the password is empty or missing.',
      because: 'The agent cannot sign in to the instance without it.',
      doThis: [
        'Write the password of {user} into mid.instance.password in config.xml, in clear; the agent encrypts it as it starts.',
        RESTART,
      ],
    },
    unknown: CANT_READ,
    variants: {
      'no-user': {
        title: 'config.xml has no user',
        saw: 'mid.instance.username is empty or missing, though there is a password.',
        because: 'The agent cannot sign in to the instance without it.',
        doThis: ['Write the user name into mid.instance.username in config.xml.', RESTART],
      },
      neither: {
        title: 'config.xml has neither user nor password',
        saw: 'Neither of the two parameters is there.',
        because: 'That is right with mutual authentication only, where a certificate takes their place.',
        doThis: ['Where the MID Server has no certificate of its own, write user and password into config.xml.'],
      },
    },
    explain: {
      title: 'config.xml has no password',
      meaning:
        'The user or the password of the MID Server is missing. With mutual authentication both are, and that is right.',
      how: 'Whether the two parameters are there and not empty. What the password is never leaves the host.',
      doThis: ['Write both into config.xml, the password in clear; the agent encrypts it as it starts.', RESTART],
      kbSection: 'Common Security Configuration Issues',
      source: 'Documentation: MID Server installation prerequisites, MID Server mutual authentication',
    },
  },
  'config.proxy-invalid': {
    pass: { title: 'The proxy settings fit together', saw: 'The proxy is {host}, port {port}.' },
    fail: {
      title: 'The proxy settings are wrong',
      saw: 'use: "{use}", host: "{host}", port: "{port}".',
      because: 'The agent goes to its instance through this proxy only.',
      doThis: ['Correct the proxy settings in config.xml.', RESTART],
    },
    unknown: CANT_READ,
    variants: {
      none: { title: 'No proxy is configured', saw: 'config.xml turns no proxy on.' },
      off: {
        title: 'A proxy is named, but not turned on',
        saw: 'mid.proxy.host is {host}, and mid.instance.use_proxy is "{use}".',
        because: 'The agent goes to its instance directly then.',
      },
      use: {
        title: 'The proxy is neither on nor off',
        saw: 'mid.instance.use_proxy is "{use}".',
        because: 'It has to be true or false; the agent takes anything else for false.',
        doThis: ['Set mid.instance.use_proxy to true or false in config.xml.', RESTART],
      },
      'no-host': {
        title: 'The proxy is turned on, but none is named',
        saw: 'mid.instance.use_proxy is "{use}", and mid.proxy.host is empty.',
        because: 'The agent has no way to its instance then.',
        doThis: [
          'Write the host name of the proxy into mid.proxy.host in config.xml, or set mid.instance.use_proxy to false.',
          RESTART,
        ],
      },
      'host-shape': {
        title: "The proxy's host is no host name",
        saw: 'mid.proxy.host is "{host}".',
        because: 'It must be the bare name: no scheme, no port, no path, no blanks.',
        doThis: [
          'Write only the host name into mid.proxy.host in config.xml, and the port into mid.proxy.port.',
          RESTART,
        ],
      },
      'is-instance': {
        title: 'The instance is given as its own proxy',
        saw: 'mid.proxy.host is "{host}", which is the host of url.',
        because: 'An instance is no proxy: it does not answer what is asked of one.',
        doThis: [
          'Write the host of the proxy into mid.proxy.host in config.xml; where there is none, take it out and set mid.proxy.use_proxy to false.',
          RESTART,
        ],
      },
      port: {
        title: "The proxy's port is none",
        saw: 'mid.proxy.port is "{port}".',
        because: 'It must be a number from 1 to 65535.',
        doThis: ['Write the number of the port into mid.proxy.port in config.xml.', RESTART],
      },
      'no-password': {
        title: 'The proxy has a user, but no password',
        saw: 'mid.proxy.username is set, mid.proxy.password is empty or missing.',
        because: 'A proxy that asks for a sign-in will refuse the agent.',
        doThis: [
          'Write mid.proxy.password into config.xml, or take the user out where the proxy asks for none.',
          RESTART,
        ],
      },
      'no-user': {
        title: 'The proxy has a password, but no user',
        saw: 'mid.proxy.password is set, mid.proxy.username is empty or missing.',
        because: 'A proxy that asks for a sign-in will refuse the agent.',
        doThis: [
          'Write mid.proxy.username into config.xml, or take the password out where the proxy asks for none.',
          RESTART,
        ],
      },
    },
    explain: {
      title: 'The proxy settings are wrong',
      meaning:
        'The proxy is turned on without a host, or its host or port cannot be one. The host is a bare name, the port a number (80 where none is given).',
      how: 'The parameters mid.instance.use_proxy (or mid.proxy.use_proxy), mid.proxy.host, .port, .username and .password.',
      doThis: ['Correct the proxy settings in config.xml.', RESTART],
      kbSection: 'Common Network Issues',
      source: 'Documentation: MID Server parameters, MID Server installation prerequisites',
    },
  },
  'config.name-invalid': {
    pass: { title: 'The name of the MID Server can be used', saw: 'The name is {name}.' },
    fail: {
      title: 'The name of the MID Server cannot be used',
      saw: 'The name is "{name}".',
      because: 'A name must not begin with mid.server: the instance puts that in front itself.',
      doThis: ['Choose another name in config.xml.', RESTART],
    },
    warn: {
      title: 'The name of the MID Server has blanks around it',
      saw: 'The name is "{name}".',
      doThis: ['Take the blanks away in config.xml.'],
    },
    unknown: CANT_READ,
    variants: {
      missing: {
        title: 'The MID Server has no name',
        saw: 'The parameter name is missing or empty.',
        because: 'The instance knows MID Servers by their names.',
        doThis: ['Write the name of the MID Server into the parameter name in config.xml.', RESTART],
      },
      blanks: {
        title: 'The name of the MID Server has blanks around it',
        saw: 'The name is "{name}".',
        because: 'It is another name than the one without them.',
        doThis: ['Take the blanks at its ends away in config.xml.'],
      },
    },
    explain: {
      title: 'The name of the MID Server cannot be used',
      meaning:
        'The name is missing, or begins with mid.server. It must also be one that no other active MID Server has.',
      how: 'The parameter name of config.xml.',
      doThis: ['Choose a name of its own for the MID Server in config.xml.', RESTART],
      kbSection: NOT_IN_KB,
      source: 'Documentation: MID Server installation prerequisites, MID Server parameters',
    },
  },
  'config.wrapper-invalid': {
    pass: {
      title: 'The wrapper can read its settings',
      saw: 'wrapper.conf and its overrides have no fault that MID Up knows.',
    },
    fail: {
      title: 'The wrapper has settings that cannot work',
      because: 'The wrapper starts Java with them, and Java refuses.',
      doThis: ['Correct conf/wrapper-override.conf, then start the MID Server.'],
    },
    unknown: { title: "Can't tell whether the wrapper can read its settings" },
    variants: {
      'no-conf': {
        title: 'The wrapper has no settings',
        saw: '{file} is missing.',
        because: 'Without it the wrapper knows neither Java nor the program to start, and stops at once.',
        doThis: ['Restore {file} from a download of the same version of the MID Server, then start the MID Server.'],
      },
      encoding: {
        title: 'The wrapper cannot read its settings',
        saw: 'The first line of {file} names the encoding {encoding}, which this host does not know.',
        because: 'The wrapper refuses the whole file then, and stops at once.',
        doThis: ['Write #encoding=UTF-8 as the first line of {file}, then start the MID Server.'],
      },
      'not-utf8': {
        title: 'The wrapper cannot read its settings',
        saw: 'Line {row} of {file} is not UTF-8, which its first line promises.',
        because: 'The wrapper refuses the whole file then, and stops at once.',
        doThis: ['Save {file} as UTF-8, then start the MID Server.'],
      },
      'no-encoding': {
        title: 'It depends on the language settings whether the wrapper can read its settings',
        saw: 'Line {row} of {file} has letters beyond ASCII that are not UTF-8, and its first line names no encoding.',
        because: 'Where the language settings of the service are other ones, the wrapper refuses the whole file.',
        doThis: ['Save {file} as UTF-8, with #encoding=UTF-8 as its first line.'],
      },
      include: {
        title: 'Settings that the wrapper must have are missing',
        saw: '{file} includes {path}, which is not there.',
        because: 'An include that is required and missing makes the wrapper stop at once.',
        doThis: ['Restore {path}, or take the line out of {file}; then start the MID Server.'],
      },
      'not-included': {
        title: 'The settings of this host have no effect',
        saw: '{file} does not include wrapper-override.conf.',
        because: 'Names, memory and Java that are set there are passed over.',
        doThis: [
          'Put #include ../conf/wrapper-override.conf back as the last line of {file}, then restart the MID Server.',
        ],
      },
      'not-a-number': {
        title: 'The size of the heap is not a number',
        saw: '{setting} is "{value}" in {file}; the wrapper takes it as {taken}.',
        because: 'It must be a whole number of megabytes, without a unit. Zero leaves the size to Java.',
        doThis: ['Write a plain number of megabytes for {setting} in {file}, then restart the MID Server.'],
      },
      'init-above-max': {
        title: 'The heap begins larger than it may become',
        saw: '{setting} is {value} in {file}, and wrapper.java.maxmemory is {most}.',
        because: 'The wrapper then takes the larger number for both.',
        doThis: ['Make wrapper.java.initmemory the smaller of the two, then restart the MID Server.'],
      },
      '32-bit': {
        title: 'The heap is larger than a 32-bit Java can have',
        saw: '{setting} is {most} MB, and Java is a 32-bit program.',
        because: 'Java cannot reserve it and does not start.',
        doThis: ['Use the 64-bit Java that comes with the MID Server, or lower {setting}; then start the MID Server.'],
      },
      'option-again': {
        title: 'One number is given to two options of Java',
        saw: '{setting} is set in {from}, and to something else in {file}, which wins.',
        because: 'The first of the two has no effect.',
        doThis: ['Give one of them another number, then restart the MID Server.'],
      },
      'option-gap': {
        title: 'Options of Java are passed over',
        saw: 'There is no wrapper.java.additional.{missing}, so the wrapper does not look at number {numbers}.',
        because: 'It stops at the first number that is left out, unless wrapper.ignore_sequence_gaps is TRUE.',
        doThis: ['Number them from 1 without a gap in conf/wrapper-override.conf, then restart the MID Server.'],
      },
      'no-effect': {
        title: 'The size of the heap is set twice',
        saw: '{setting} is {value} in {file}, and wrapper.java.maxmemory is {most}, which wins.',
        because: 'The wrapper puts wrapper.java.maxmemory behind it, and Java takes the last.',
        doThis: ['Take {setting} out of {file}, and set wrapper.java.maxmemory to what is meant.'],
      },
    },
    explain: {
      title: 'The wrapper has settings that cannot work',
      meaning:
        'wrapper.conf is missing or cannot be read in its encoding, a required include is missing, or the settings of the heap are not what was meant.',
      how: 'conf/wrapper.conf and conf/wrapper-override.conf: first line, letters, includes, wrapper.java.initmemory, wrapper.java.maxmemory, -Xmx and the numbers of wrapper.java.additional. The wrapper log may also say that the size of the heap is invalid. While the service runs, all of it is a warning.',
      doThis: [
        'Correct wrapper.java.maxmemory (in MB) or wrapper.java.command in conf/wrapper-override.conf.',
        'Start the MID Server.',
      ],
      kbSection: NOT_IN_KB,
      source: 'KB0647664; Java Service Wrapper 3.5.51, tried',
    },
  },
  'config.secret-undecryptable': {
    fail: {
      title: 'A secret in config.xml can no longer be decrypted',
      because: 'It was encrypted with another key, or by another service account.',
      doThis: ['Enter the secret in config.xml again, in clear, then restart the MID Server.'],
    },
    variants: {
      'no-provider': {
        title: 'A secret should come from a vault, and none is set up',
        saw: '{names} refers to CyberArk, and mid.secure_config.provider is missing or empty.',
        because: 'The agent takes the reference for the secret itself, and is refused.',
        doThis: ['Set mid.secure_config.provider in config.xml, or enter the secret there in clear.', RESTART],
      },
    },
    explain: {
      title: 'A secret in config.xml can no longer be decrypted',
      meaning:
        'The encrypted value was made with a key that this agent does not have: after a copy, a restore in part, or a change of the service account. The agent then signs in with the encrypted text, and is refused.',
      how: 'The agent log says that a parameter could not be decrypted; or a value of config.xml refers to CyberArk without mid.secure_config.provider.',
      doThis: [
        'Enter the secret in config.xml again, in clear; the agent encrypts it as it starts.',
        'Restart the MID Server.',
      ],
      kbSection: 'Common Security Configuration Issues',
      source: 'Documentation: MID Server manual encryption; support knowledge base',
    },
  },
  'config.certificate-policy': {
    warn: {
      title: 'A switch of the certificate policy is neither on nor off',
      saw: '{name} is "{value}".',
      because: 'It has to be true or false.',
      doThis: ['Set {name} to true or false in config.xml.', RESTART],
    },
    info: {
      title: 'config.xml sets the certificate policy',
      saw: '{names} is true.',
    },
    variants: {
      endpoint: {
        title: 'The certificate policy is meant for another host',
        saw: '{name} is "{value}", and the instance is {host}.',
        because: 'The checks of the first connection that config.xml sets are then not those for this instance.',
        doThis: ['Write the host name of the instance into {name} in config.xml.', RESTART],
      },
      off: {
        title: 'The MID Server is told not to check certificates fully',
        saw: '{name} is false.',
        because: 'Whoever stands between it and the instance could then pass for the instance.',
        doThis: ['Set {name} to true in config.xml once its trust store holds what it needs.', RESTART],
      },
      revocation: {
        title: 'The MID Server asks whether certificates were revoked',
        saw: '{names} is true.',
        because:
          'The first connection then needs the responders of the certificate authority (port 80), or takes over what the instance demands.',
      },
    },
    explain: {
      title: 'The certificate policy may keep the MID Server from its instance',
      meaning:
        'Settings such as mid.ssl.bootstrap.default.check_cert_revocation, or a policy of the instance, ask for a check that this network cannot answer.',
      how: 'The parameters mid.ssl.bootstrap.default.* and mid.ssl.use.instance.security.policy of config.xml; what they say is only told. The policies on the instance are not looked at.',
      doThis: [
        'Look at the parameters mid.ssl.bootstrap.default.* in config.xml, and at the MID Server certificate policies on the instance.',
      ],
      kbSection: NOT_IN_KB,
      source: 'Documentation: MID Server security checks; KB0744261',
    },
  },
  'config.changed-since-start': {
    pass: {
      title: 'The settings are those that the MID Server started with',
      saw: 'It started {age:duration} ago, and nothing was written to them since.',
    },
    info: {
      title: 'Settings were changed after the MID Server started',
      saw: '{files} changed {ago:duration} ago; the MID Server started {age:duration} ago.',
      because:
        'They are read at the start only. The agent writes config.xml itself, too, so this may be its own change.',
      doThis: ['If somebody changed them, restart the MID Server, when no upgrade is running.'],
    },
    unknown: { title: "Can't tell whether settings were changed after the MID Server started" },
    explain: {
      title: 'Settings were changed after the MID Server started',
      meaning:
        'config.xml and the settings of the wrapper are read at the start only. What was changed since has no effect yet.',
      how: 'The times of config.xml, conf/wrapper.conf and conf/wrapper-override.conf against the age of the processes, from 5 minutes after the start on. It is only said, not counted as a fault: the agent writes config.xml itself, too.',
      doThis: ['Restart the MID Server, when no upgrade is running.'],
      kbSection: NOT_IN_KB,
      source: 'Documentation: MID Server parameters; the 5 minutes are inference',
    },
  },
} satisfies Partial<Record<`config.${string}`, CodeText>>;
