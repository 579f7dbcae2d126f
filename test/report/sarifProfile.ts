// The part of SARIF 2.1.0 that leaktrail writes, as a closed JSON Schema: names, types, required properties, word lists
// and lengths as the standard states them (sections in the comments), and what GitHub's code scanning asks for on top. What
// is not named here must not appear.

const text = { type: 'string', minLength: 1 };
const uri = { type: 'string', format: 'uri-reference', minLength: 1 };
const count = { type: 'integer', minimum: 0 };
const fromOne = { type: 'integer', minimum: 1 };
/** §3.8 */
const bag = { type: 'object' };
const level = { enum: ['none', 'note', 'warning', 'error'] };

function closed(properties: Readonly<Record<string, object>>, required: readonly string[]): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: object, uniqueItems = false): object {
  return { type: 'array', items, uniqueItems };
}

/** §3.11, §3.12 */
const message = closed({ text }, ['text']);
const multiformat = closed({ text, markdown: text }, ['text']);
const shortText = closed({ text: { ...text, maxLength: 1024 } }, ['text']);
/** §3.4 */
const artifactLocation = closed({ uri, uriBaseId: text }, ['uri']);
/** §3.30 */
const region = closed(
  { startLine: fromOne, startColumn: fromOne, endLine: fromOne, endColumn: fromOne },
  ['startLine', 'startColumn', 'endLine', 'endColumn'],
);
/** §3.29 */
const physicalLocation = closed({ artifactLocation, region }, ['artifactLocation']);
/** §3.28 */
const location = closed({ id: count, physicalLocation, message }, []);
/** §3.35 */
const suppression = closed(
  {
    kind: { enum: ['inSource', 'external'] },
    status: { enum: ['accepted', 'underReview', 'rejected'] },
    justification: text,
    properties: bag,
  },
  ['kind'],
);
/** §3.27; `locations` need not be there, but must then be told of by others. */
const result = closed(
  {
    ruleId: text,
    ruleIndex: count,
    kind: { const: 'fail' },
    level,
    message,
    locations: { ...list(location), minItems: 1, maxItems: 10 },
    relatedLocations: { ...list(location, true), maxItems: 100 },
    occurrenceCount: fromOne,
    fingerprints: { type: 'object', additionalProperties: text },
    partialFingerprints: {
      type: 'object',
      additionalProperties: text,
      properties: { primaryLocationLineHash: text },
      required: ['primaryLocationLineHash'],
    },
    rank: { type: 'number', minimum: 0, maximum: 100 },
    suppressions: list(suppression, true),
    properties: bag,
  },
  ['ruleId', 'ruleIndex', 'level', 'message', 'partialFingerprints', 'suppressions'],
);
/** §3.49 */
const reportingDescriptor = closed(
  {
    id: text,
    name: { ...text, maxLength: 255 },
    shortDescription: shortText,
    fullDescription: shortText,
    defaultConfiguration: closed({ level }, ['level']),
    helpUri: { type: 'string', format: 'uri' },
    help: multiformat,
    properties: closed(
      {
        tags: list(text, true),
        precision: { enum: ['very-high', 'high', 'medium', 'low'] },
        'security-severity': { type: 'string', pattern: '^(?:10\\.0|\\d\\.\\d)$' },
      },
      ['tags', 'precision', 'security-severity'],
    ),
  },
  ['id', 'shortDescription', 'fullDescription', 'help'],
);
/** §3.58 */
const notification = closed(
  { descriptor: closed({ id: text }, ['id']), level, message, locations: list(location) },
  ['message'],
);
/** §3.20 */
const invocation = closed(
  {
    executionSuccessful: { type: 'boolean' },
    exitCode: { type: 'integer' },
    toolExecutionNotifications: list(notification),
  },
  ['executionSuccessful'],
);
/** §3.23 */
const versionControlDetails = closed(
  {
    repositoryUri: { type: 'string', format: 'uri' },
    revisionId: text,
    branch: text,
    mappedTo: closed({ uriBaseId: text }, []),
  },
  ['repositoryUri'],
);
/** §3.14 */
const run = closed(
  {
    tool: closed(
      {
        driver: closed(
          {
            name: text,
            semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
            rules: list(reportingDescriptor, true),
            properties: bag,
          },
          ['name', 'rules'],
        ),
      },
      ['driver'],
    ),
    automationDetails: closed({ id: text }, []),
    invocations: list(invocation),
    versionControlProvenance: list(versionControlDetails, true),
    originalUriBaseIds: {
      type: 'object',
      additionalProperties: closed({ description: message }, []),
    },
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    redactionTokens: list(text, true),
    properties: bag,
    results: list(result),
  },
  ['tool', 'results'],
);

/** §3.13 */
export const sarifProfile = closed(
  { $schema: { type: 'string', format: 'uri' }, version: { const: '2.1.0' }, runs: list(run) },
  ['$schema', 'version', 'runs'],
);
