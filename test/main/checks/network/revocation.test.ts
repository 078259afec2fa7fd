import { expect, test } from 'vitest';
import { revocationUrls } from '../../../../src-main/checks/probes/ladder/revocation.ts';

/** `openssl req -x509 … -addext crlDistributionPoints=` two of http and one of ldap, which agents do not ask. */
const WITH_LISTS = `-----BEGIN CERTIFICATE-----
MIICEDCCAbegAwIBAgIUJ4cj8+s7Yag7ejNDAmHNE+fGG9swCgYIKoZIzj0EAwIw
HzEdMBsGA1UEAwwUYWNtZS5zZXJ2aWNlLW5vdy5jb20wHhcNMjYxMTIzMDUwNzQy
WhcNMzYxMTIwMDUwNzQyWjAfMR0wGwYDVQQDDBRhY21lLnNlcnZpY2Utbm93LmNv
bTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDbLy7x4FRwKWpOzlKxzuJqBnx4J
HEyVEMuDx9Pd1rts/Ay9eEl4bT/7GdEXCV88ejJzDVALM3XNM6+v/R0KbjqjgdAw
gc0wHQYDVR0OBBYEFAiy2mgJRCMYpkEG69mm5eYFnnhuMB8GA1UdIwQYMBaAFAiy
2mgJRCMYpkEG69mm5eYFnnhuMA8GA1UdEwEB/wQFMAMBAf8wegYDVR0fBHMwcTAl
oCOgIYYfaHR0cDovL2NybDMuZXhhbXBsZS5uZXQvb25lLmNybDAloCOgIYYfaHR0
cDovL2NybDQuZXhhbXBsZS5uZXQvb25lLmNybDAhoB+gHYYbbGRhcDovL2Rpci5l
eGFtcGxlLm5ldC9jbj14MAoGCCqGSM49BAMCA0cAMEQCIDFDrLpv2VdYvDkEVEGu
2jkzWMLxx8cqPTxu6l/U7OogAiBz6nmbfxgeE8Ip2ABUYlodbKMoGQWpb7jHKCNi
/0BIGg==
-----END CERTIFICATE-----`;

test('the lists of revoked certificates are read out of a certificate, and only those that http leads to', () => {
  expect(revocationUrls([WITH_LISTS])).toEqual(['http://crl3.example.net/one.crl', 'http://crl4.example.net/one.crl']);
  expect(revocationUrls([WITH_LISTS, WITH_LISTS])).toHaveLength(2);
});

test('a certificate that is cut off names none', () => {
  expect(revocationUrls([WITH_LISTS.slice(0, 400), 'no certificate'])).toEqual([]);
});
