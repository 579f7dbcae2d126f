// Secrets that standards and vendors' manuals print as examples: everybody has them, so they are none.

/** Whether a value is a published example. */
export function isPublished(value: string): boolean {
  return published.has(value) || published.has(value.replaceAll('%3D', '=').replaceAll('%2F', '/'));
}

const published: ReadonlySet<string> = new Set([
  // RFC 6749 (OAuth 2.0) and RFC 6750 (bearer tokens)
  '2YotnFZFEjr1zCsicMWpAA',
  'tGzv3JOkF0XG5Qx2TlKWIA',
  'czZCaGRSa3F0MzpnWDFmQmF0M2JW',
  'czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3',
  '7Fjfp0ZBr1KtDRbnfVdmIw',
  'gX1fBat3bV',
  'SplxlOBeZQQYbYS6WxSbIA',
  'mF_9.B5f-4.1JqM',
  'h480djs93hd8',
  'SlAV32hkKG',
  // RFC 5849 (OAuth 1.0) and the OAuth Core 1.0a guide
  'kd94hf93k423kf44',
  'dpf43f3p2l4k3l03',
  'nnch734d00sl2jdk',
  'pfkkdhi9sl3r4s00',
  'hh5s93j4hdidpola',
  'hdhd0244k9j7ao03',
  'hfdp7dh39dks9884',
  'gKgrFCywp7rO0OXSjdot/IHF7IU=',
  '74KNZJeDHnMBp0EMJ9ZHt/XKycU=',
  'MdpQcU8iPSUjWoN/UDMsK2sui9I=',
  '9djdj82h48djs9d2',
  'kkk9d7dh3k39sjv7',
  'j49sk3j29djd',
  'dh893hdasih9',
  'bYT5CMsGcbgUdFHObYMEfcx6bsw=',
  'r6/TJjbCOr97/+UU0NsvSne7s5g=',
  '0685bd9184jfhq22',
  'ad180jjd733klru7',
  'wOJIO9A2W5mFwDgiDvZbTSMK/PY=',
  '4572616e48616d6d65724c61686176',
  // RFC 7617 (Basic) and RFC 7616 (Digest)
  'QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
  'QWxhZGRpbjpPcGVuU2VzYW1l',
  'dGVzdDoxMjPCow==',
  // RFC 5802 and RFC 7677 (SCRAM), RFC 6238 (TOTP)
  'pencil',
  'QSXCR+Q6sek8bf92',
  'W22ZaJ0SNY7soEsUEjb6gQ==',
  'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  'JBSWY3DPEHPK3PXP',
  // AWS documentation
  'AKIAIOSFODNN7EXAMPLE',
  'AKIAI44QH8DHBEXAMPLE',
  'ASIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
  // Azure: the storage emulator and the Cosmos DB emulator
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
  'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==',
  // jwt.io, by its signatures
  'SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
  'TJVA95OrM7E2cBab30RMHrHDcEfxjoYZgeFONFh7HgQ',
  // Jenkins, GitLab and Grafana demonstration set-ups; the Symfony and Laravel skeletons
  'ThisTokenIsNotSoSecretChangeIt',
  'SomeRandomString',
]);
