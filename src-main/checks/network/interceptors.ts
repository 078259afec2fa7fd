/** Makers of proxies that open TLS on the way, as they name themselves in the certificates they make. */
export const INTERCEPTORS =
  /zscaler|netskope|forcepoint|websense|blue ?coat|symantec web|palo alto|fortinet|fortigate|sophos|check ?point|cisco umbrella|ironport|mcafee web|skyhigh|barracuda|watchguard|squid|mitmproxy|sonicwall|menlo|iboss|cloudflare gateway|kaspersky/i;
